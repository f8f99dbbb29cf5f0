"""The database refuses to change or remove a line, whoever asks.

Two things pass: what `services.keeping` does in its own transaction, and losing the key of an account or of an
organisation that goes.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
    WHEN NOT journal_is_open()
    BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END
    """,
    """
    CREATE TRIGGER journal_entry_same BEFORE UPDATE ON journal_entry
    WHEN NOT journal_is_open() AND (
        NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.actor_name IS NOT OLD.actor_name
        OR NEW.verb IS NOT OLD.verb OR NEW.thing_kind IS NOT OLD.thing_kind
        OR NEW.thing_key IS NOT OLD.thing_key OR NEW.thing_label IS NOT OLD.thing_label
        OR NEW.said IS NOT OLD.said OR NEW.why IS NOT OLD.why OR NEW.changes IS NOT OLD.changes
        OR (NEW.actor_id IS NOT OLD.actor_id AND NEW.actor_id IS NOT NULL)
        OR (NEW.organisation_id IS NOT OLD.organisation_id AND NEW.organisation_id IS NOT NULL)
    )
    BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END
    """,
]
SQLITE_BACK = ["DROP TRIGGER journal_entry_kept", "DROP TRIGGER journal_entry_same"]
POSTGRESQL = [
    """
    CREATE FUNCTION journal_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('jalon.journal_open', true) = 'on' THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - 'actor_id' - 'organisation_id' = to_jsonb(OLD) - 'actor_id' - 'organisation_id'
            AND (NEW.actor_id IS NULL OR NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id)
            AND (NEW.organisation_id IS NULL OR NEW.organisation_id IS NOT DISTINCT FROM OLD.organisation_id)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the journal is append only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_kept()
    """,
]
POSTGRESQL_BACK = ["DROP TRIGGER journal_entry_kept ON journal_entry", "DROP FUNCTION journal_entry_kept()"]


def protect(apps, schema_editor):
    """Put the triggers."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def expose(apps, schema_editor):
    """Take the triggers away."""
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(protect, expose)]
