"""The house as files: its rooms, floors, imports and templates."""

import ast
import configparser
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "jalon"
ROOMS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file())


@cache
def floors() -> dict[str, int]:
    """Return each room's floor as `.importlinter` draws it: 0 is the top."""
    contracts = configparser.ConfigParser()
    contracts.read(REPOSITORY / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    lines = [line for line in layers if line.strip()]
    return {room.strip(" ()"): floor for floor, line in enumerate(lines) for room in line.split("|")}


def modules(*, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    """Yield the Python files of the rooms."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if ("tests" in parts and not tests) or ("migrations" in parts and not migrations):
            continue
        yield path


def room_of(path: Path) -> str:
    """Return the room that a file stands in."""
    return path.relative_to(SOURCE).parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of everything a module imports, `from a import b` as `a.b`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def templates() -> Iterator[Path]:
    """Yield every template of every room."""
    for room in ROOMS:
        yield from sorted((SOURCE / room / "templates").rglob("*.*"))


def template_name(path: Path) -> str:
    """Return a template's name as Django looks for it (`portal/home.html`)."""
    return path.relative_to(SOURCE / room_of(path) / "templates").as_posix()


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that belong to the repository: what git keeps, or everything outside a git clone."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git from PATH, fixed words
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0 and listing.stdout:
        names = listing.stdout.decode().split("\0")
        found = [REPOSITORY / name for name in names if name]
    else:
        hidden = {".venv", "var", "build", "__pycache__"}
        found = [path for path in REPOSITORY.rglob("*") if not hidden & set(path.parts)]
    return tuple(path for path in found if path.is_file())


def document(*names: str) -> str:
    """Return the text of these documents, one after the other; an absent one is empty."""
    texts = [REPOSITORY / name for name in names]
    return "\n".join(path.read_text(encoding="utf-8") for path in texts if path.is_file())
