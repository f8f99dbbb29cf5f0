"""A line may be for an organisation only. SQLite makes the table again to add a column: its triggers are put back."""

from django.db import migrations, models

NAMES = ("journal_entry_kept", "journal_entry_same")
KEPT = """
    CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
    WHEN NOT journal_is_open()
    BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END
"""
SAME = """
    CREATE TRIGGER journal_entry_same BEFORE UPDATE ON journal_entry
    WHEN NOT journal_is_open() AND (
        NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.actor_name IS NOT OLD.actor_name
        OR NEW.verb IS NOT OLD.verb OR NEW.thing_kind IS NOT OLD.thing_kind
        OR NEW.thing_key IS NOT OLD.thing_key OR NEW.thing_label IS NOT OLD.thing_label
        OR NEW.said IS NOT OLD.said OR NEW.why IS NOT OLD.why OR NEW.changes IS NOT OLD.changes
        {more}OR (NEW.actor_id IS NOT OLD.actor_id AND NEW.actor_id IS NOT NULL)
        OR (NEW.organisation_id IS NOT OLD.organisation_id AND NEW.organisation_id IS NOT NULL)
    )
    BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END
"""


def take_away(apps, schema_editor):
    """Take SQLite's triggers away."""
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)


def _put(schema_editor, more: str) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in (KEPT, SAME.format(more=more)):
            schema_editor.execute(statement, params=None)


def put(apps, schema_editor):
    """Put SQLite's triggers, with the new column."""
    _put(schema_editor, "OR NEW.within IS NOT OLD.within\n        ")


def put_as_before(apps, schema_editor):
    """Put SQLite's triggers as migration 0002 did."""
    _put(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_never_emptied")]
    operations = [
        migrations.RunPython(take_away, put_as_before),
        migrations.AddField(
            model_name="entry",
            name="within",
            field=models.BooleanField(
                default=False, help_text="Read by its actor and the members of its organisation only."
            ),
        ),
        migrations.RunPython(put, take_away),
    ]
