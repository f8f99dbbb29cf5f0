"""What becomes of a field that both a person and the region's folder write: the last to change it wins.

The folder's file is loaded again and again. What it said of each field the last time is kept as a digest; a
field is taken from the file only when the file says something else than that time. An edit by hand thus
stays until the file itself changes.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

MARK_LENGTH = 16  # of hexadecimal digits: enough to see a change, too few to be worth keeping


def mark(value: Any) -> str:
    """Return a short digest of a value: text, number, or lists of them.

    >>> mark("9 h – 17 h") == mark("9 h – 17 h"), mark("9 h") == mark("8 h")
    (True, False)
    """
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:MARK_LENGTH]


def marks(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what to keep of all that a file says of a row."""
    return {name: mark(value) for name, value in said.items()}


def merged(current: Mapping[str, Any], said: Mapping[str, Any], loaded: Mapping[str, str]) -> dict[str, Any]:
    """Return each field of `said` with its value now: the file's if it changed, else the current one.

    `loaded`: the marks of the last load; a field without mark has never been loaded, the file gives it.
    """
    return {name: current[name] if loaded.get(name) == mark(value) else value for name, value in said.items()}
