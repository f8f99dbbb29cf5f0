"""Telling in a moment whether files changed since they were last taken."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

PACKAGE = Path(__file__).resolve().parents[1]


def of_contents(folder: Path) -> str:
    """Return a digest of every file's name and content; hidden files are left out. Raises OSError."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def of_package_data() -> str:
    """Return a digest of the data files that ship with the rooms (lexicons, synonyms)."""
    return _of_all(of_contents(folder) for folder in sorted(PACKAGE.glob("*/data")))


def of_code(*rooms: str) -> str:
    """Return a digest of these rooms' modules: what was loaded by older ones is loaded again."""
    paths = (path for room in rooms for path in sorted((PACKAGE / room).rglob("*.py")))
    return _of_all(path.read_text(encoding="utf-8") for path in paths if "tests" not in path.parts)


def of_static_files() -> str:
    """Return a digest of the static files' names, sizes and dates, without reading them."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            found.append(f"{name}\0{status.st_size}\0{status.st_mtime_ns}")
    return _of_all(sorted(found))


def _of_all(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _path() -> Path:
    return settings.JALON_HOME / "prepared.json"


def kept() -> dict[str, Any]:
    """Return what this node last prepared, by name; {} at first or when the file is damaged."""
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep(**values: Any) -> None:
    """Note what was prepared; the file is replaced in one step."""
    temporary = _path().with_suffix(".tmp")
    temporary.write_text(json.dumps(kept() | values, indent=1), encoding="utf-8")
    temporary.replace(_path())
