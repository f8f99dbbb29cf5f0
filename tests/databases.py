"""A database of one's own, for tests that start processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection


@contextmanager
def own_database(home: Path) -> Iterator[str]:
    """Give the address of an empty database of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{home / 'jalon.sqlite3'}"
        return
    facts = connection.settings_dict
    name = f"jalon_own_{os.getpid()}"
    server = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
