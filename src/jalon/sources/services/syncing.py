"""Making a table hold exactly what was read, writing only what differs, fast."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connections, models, router

from jalon.sources.services.loading import Progress, Tally, silent

BATCH = 500
CHUNK = 5_000

# Their Python values are what the driver takes: no conversion per value is needed.
PLAIN_FIELDS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
)


class Synced(NamedTuple):
    """Keys that a synchronisation created, updated and found gone."""

    created: frozenset[Any]
    updated: frozenset[Any]
    gone: frozenset[Any]

    @property
    def touched(self) -> frozenset[Any]:
        """Every key whose row was written or withdrawn."""
        return self.created | self.updated | self.gone


def _adapter(field: models.Field, connection: Any) -> Callable[[Any], Any] | None:
    """Return what turns a Python value into a driver's one, or None when nothing has to."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, (*PLAIN_FIELDS, models.AutoField)):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


class _Table:
    """Plain SQL over one model's table: bulk inserts and updates without model instances."""

    def __init__(self, model: type[models.Model]):
        self.model = model
        self.connection = connections[router.db_for_write(model)]
        self.quote = self.connection.ops.quote_name
        self.fields = {field.attname: field for field in model._meta.concrete_fields}

    def _column(self, name: str) -> str:
        return self.quote(self.fields[name].column)

    def _adapted(self, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """Yield rows whose values the driver takes."""
        adapters = [(at, _adapter(self.fields[name], self.connection)) for at, name in enumerate(names)]
        adapters = [(at, adapt) for at, adapt in adapters if adapt is not None]

        def adapted(row: tuple[Any, ...]) -> tuple[Any, ...]:
            values = list(row)
            for at, adapt in adapters:
                values[at] = adapt(values[at])
            return tuple(values)

        return map(adapted, rows) if adapters else rows

    def _run(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        rows = iter(rows)
        with self.connection.cursor() as cursor:
            while chunk := list(islice(rows, CHUNK)):
                cursor.executemany(sql, chunk)

    def _copy(self, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert by COPY, which PostgreSQL takes several times faster."""
        sql = f"COPY {self.quote(self.model._meta.db_table)} ({columns}) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def insert(
        self,
        names: Sequence[str],
        rows: Iterable[tuple[Any, ...]],
        *,
        ready: bool = False,
        ignore_conflicts: bool = False,
    ) -> None:
        """Insert rows of `names`; the other columns take their field's default.

        `ready`: the driver takes the values as they are.
        """
        defaults = {
            name: field.get_default()
            for name, field in self.fields.items()
            if name not in names and not isinstance(field, models.AutoField)
        }
        every = [*names, *defaults]
        columns = ", ".join(self._column(name) for name in every)
        marks = ", ".join(["%s"] * len(every))
        sql = f"INSERT INTO {self.quote(self.model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names from the model, values as parameters
        rest = tuple(defaults.values())
        rows = (row + rest for row in rows) if rest else rows
        rows = rows if ready else self._adapted(every, rows)
        if ignore_conflicts:
            self._run(f"{sql} ON CONFLICT DO NOTHING", rows)
        elif self.connection.vendor == "postgresql":
            self._copy(columns, rows)
        else:
            self._run(sql, rows)

    def update(self, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Update `names`; each row is their values, then the primary key."""
        pk = self.model._meta.pk.attname
        settings = ", ".join(f"{self._column(name)} = %s" for name in names)
        sql = f"UPDATE {self.quote(self.model._meta.db_table)} SET {settings} WHERE {self._column(pk)} = %s"  # noqa: S608 - names from the model, values as parameters
        self._run(sql, self._adapted([*names, pk], rows))


def bulk_insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows of `names` (attnames) as fast as the database takes them; nothing is checked.

    Values are what both drivers take: text, numbers, booleans, None; dates as ISO text, JSON as text.
    The other columns take their field's default. `ignore_conflicts`: a row that is there already stays.
    """
    _Table(model).insert(names, rows, ready=True, ignore_conflicts=ignore_conflicts)


def sync_rows(
    queryset: models.QuerySet,
    rows: Mapping[Any, Mapping[str, Any]],
    *,
    key: Sequence[str],
    tally: Tally | None = None,
    missing: str = "keep",
    progress: Progress = silent,
    label: str = "",
) -> Synced:
    """Make `queryset` (the rows that this load owns) hold exactly `rows`; write only what differs.

    `rows` maps a key (a tuple of the `key` fields' attnames, or the bare value for one field) to the other
    attnames' values, the same ones in every row. `missing`: what becomes of owned rows that are not in
    `rows`: `keep`, `delete`, or `withdraw` (sets `withdrawn=True`). No signal is sent, as with bulk_create.
    """
    model = queryset.model
    fields = list(next(iter(rows.values()), {}))
    withdraws = missing == "withdraw"
    pk = model._meta.pk.attname
    table = _Table(model)
    single = len(key) == 1

    def values_of(k: Any) -> tuple[Any, ...]:
        row = rows[k]
        return tuple(row[name] for name in fields)

    known: dict[Any, tuple[Any, tuple[Any, ...], bool]] = {}
    columns = [pk, *key, *fields, *(["withdrawn"] if withdraws else [])]
    for pk_value, *values in queryset.order_by().values_list(*columns).iterator(chunk_size=CHUNK):
        found = values[0] if single else tuple(values[: len(key)])
        known[found] = (pk_value, tuple(values[len(key) : len(key) + len(fields)]), withdraws and values[-1])

    created: list[Any] = []
    updated: list[Any] = []
    for k in rows:
        old = known.get(k)
        if old is None:
            created.append(k)
        elif old[2] or old[1] != values_of(k):
            updated.append(k)
    gone = [k for k, old in known.items() if k not in rows and not old[2]] if missing != "keep" else []

    # What is gone leaves first, so that a unique value may pass from one row to another.
    _leave(model, [known[k][0] for k in gone], delete=missing == "delete")
    if created:
        new = ((*((k,) if single else k), *values_of(k)) for k in progress(created, label))
        table.insert([*key, *fields], new)
    if updated:
        names = [*fields, *(["withdrawn"] if withdraws else [])]
        back = (False,) if withdraws else ()
        table.update(names, ((*values_of(k), *back, known[k][0]) for k in updated))
    if tally is not None:
        tally.created += len(created)
        tally.updated += len(updated)
        tally.unchanged += len(rows) - len(created) - len(updated)
        tally.withdrawn += len(gone)
    return Synced(frozenset(created), frozenset(updated), frozenset(gone))


def _leave(model: type[models.Model], pks: Sequence[Any], *, delete: bool) -> None:
    for start in range(0, len(pks), BATCH):
        part = model._default_manager.filter(pk__in=pks[start : start + BATCH])
        if delete:
            part.delete()
        else:
            part.update(withdrawn=True)
