"""Proof that a block only reads: any writing SQL inside it fails."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

READING = ("SELECT", "WITH", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


class WroteError(AssertionError):
    """A reading request wrote to the database."""


def _refuse_writing(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if not sql.lstrip("( \n").upper().startswith(READING):
        raise WroteError(f"wrote while only reading was allowed: {sql[:200]}")
    return execute(sql, params, many, context)


@contextmanager
def readonly() -> Iterator[None]:
    """Raise WroteError on any statement that is not a reading one, on every database."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_writing))
        yield
