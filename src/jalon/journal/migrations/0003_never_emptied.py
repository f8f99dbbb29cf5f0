"""PostgreSQL refuses to empty the journal at once too; SQLite does it line by line, which it refuses already."""

from django.db import migrations

PUT = """
    CREATE TRIGGER journal_entry_never_emptied BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_kept()
"""
TAKEN_AWAY = "DROP TRIGGER journal_entry_never_emptied ON journal_entry"


def protect(apps, schema_editor):
    """Put the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PUT, params=None)


def expose(apps, schema_editor):
    """Take the trigger away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TAKEN_AWAY, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunPython(protect, expose)]
