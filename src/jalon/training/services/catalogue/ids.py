"""Primary keys taken before the rows are written, so that three tables are filled without reading back."""

from collections.abc import Sequence

from django.db import connections, models, router


def take_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Return `count` new primary keys, ascending, that no other row has or ever had. In a transaction."""
    connection = connections[router.db_for_write(model)]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(row[0] for row in cursor)
        # SQLite: one writer at a time; the inserts that follow move the sequence.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)
