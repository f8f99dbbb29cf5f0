"""The one door by which lines change or go: the erasure of a person, and the end of their time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

_open: ContextVar[bool] = ContextVar("journal_open", default=False)


def tell_sqlite(sender: Any, connection: Any, **more: Any) -> None:
    """Give a new connection to SQLite the function that the triggers of migration 0002 ask."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("journal_is_open", 0, lambda: int(_open.get()))


@contextmanager
def opened_journal() -> Iterator[None]:
    """Let lines change within one transaction of this process; for the services of this module alone."""
    token = _open.set(True)
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _tell_postgresql("on")
            yield
            if connection.vendor == "postgresql":
                _tell_postgresql("")
    finally:
        _open.reset(token)


def _tell_postgresql(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jalon.journal_open', %s, true)", [value])
