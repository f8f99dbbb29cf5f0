"""What the documents promise exists, and what exists is documented."""

import re

import pytest
from django.core.management import get_commands

from jalon.config.cli import SPOKEN, spoken_to_command
from tests.house.reading import REPOSITORY, document, modules

DOCUMENTS = [
    "README.md",
    *(p.relative_to(REPOSITORY).as_posix() for p in sorted((REPOSITORY / "docs").glob("*.md"))),
]
OURS = sorted(name for name, app in get_commands().items() if str(app).startswith("jalon."))


def spoken(command: str) -> str:
    """Return a command as people type it: `load_rome` is said `jalon load rome`."""
    for word, name in SPOKEN.items():
        if name == command:
            return f"jalon {word}"
    return f"jalon {command.replace('_', ' ')}"


@pytest.mark.parametrize("command", OURS)
def test_every_command_is_documented(command):
    words = spoken(command)
    assert re.search(rf"{re.escape(words)}(?![a-z])", document(*DOCUMENTS)), f"`{words}` is in no document"


def _settings() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in modules()]
    return {"DATABASE_URL"} | {name for text in texts for name in re.findall(r'"(JALON_[A-Z_]+)"', text)}


@pytest.mark.parametrize("name", sorted(_settings()))
def test_every_setting_is_documented(name):
    assert f"`{name}`" in document("docs/installation.md")


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_every_dependency_has_its_reason(kind):
    lines = document(f"requirements/{kind}.in").splitlines()
    names = [re.split(r"[<>=\[~ ]", line)[0] for line in lines if line and not line.startswith(("-", "#"))]
    reasons = "\n".join(
        path.read_text(encoding="utf-8") for path in (REPOSITORY / "docs" / "decisions").glob("*.md")
    )
    assert [name for name in names if f"`{name}`" not in reasons] == []


def _shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"```(?:sh|bash|console|shell)\n(.*?)```", text, re.DOTALL)
    return [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("name", [*DOCUMENTS, "CONTRIBUTING.md"])
def test_documented_commands_exist(name):
    known = set(get_commands())
    for line in _shell_lines(document(name)):
        words = [word for word in line.split() if "=" not in word]
        if words and words[0].startswith(("script/", ".ci/")):
            assert (REPOSITORY / words[0]).is_file(), line
        elif words and words[0].endswith("jalon"):
            assert spoken_to_command(words[1:], known)[0] in known, line


@pytest.mark.parametrize("name", [*DOCUMENTS, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_documents_point_to_files_that_exist(name):
    folder = (REPOSITORY / name).parent
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document(name))
    assert [link for link in links if not (folder / link).exists()] == []
