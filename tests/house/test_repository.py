"""What the repository must never hold."""

import hashlib
import re

from tests.house.reading import REPOSITORY, tracked

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".csv",
    ".tsv",
    "",
}
# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(
    r"(?<![\w.}])/(?:" + "|".join(["wo" + "rk", "ho" + "me", "ro" + "ot", "Use" + "rs"]) + r")/\w"
)
PASSING_FOLDER = re.compile(r"(?<![\w:-])/tm" + r"p/\w")
REGISTRY = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "--index" + "-url", "registry" + r"\.npm"])
)
MAX_BYTES = 2_000_000


def _texts():
    for path in tracked():
        if path.suffix in TEXT and path.stat().st_size < MAX_BYTES:
            yield path.relative_to(REPOSITORY).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def test_no_machine_path_and_no_registry_address():
    found = [
        f"{name}: {match.group()}"
        for name, text in _texts()
        for pattern in (MACHINE_PATH, PASSING_FOLDER, REGISTRY)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_no_file_is_heavy():
    heavy = [
        path.relative_to(REPOSITORY).as_posix() for path in tracked() if path.stat().st_size >= MAX_BYTES
    ]
    assert heavy == []


def test_no_open_data_file_was_copied(shared_data):
    theirs: dict[int, list] = {}
    for path in shared_data.rglob("*"):
        if path.is_file() and path.stat().st_size:
            theirs.setdefault(path.stat().st_size, []).append(path)

    def digest(path):
        return hashlib.sha256(path.read_bytes()).digest()

    copied = [
        path.relative_to(REPOSITORY).as_posix()
        for path in tracked()
        for other in theirs.get(path.stat().st_size, ())
        if digest(path) == digest(other)
    ]
    assert copied == []
