"""What the tests of the directory share."""

from collections.abc import Iterator
from typing import Any

import pytest

from jalon.directory.signals import acted


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What the directory tells the rooms above it, during a test."""
    acts: list[dict[str, Any]] = []

    def hear(sender: Any, signal: Any, **act: Any) -> None:
        acts.append(act)

    acted.connect(hear)
    yield acts
    acted.disconnect(hear)
