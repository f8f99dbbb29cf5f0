"""What import-linter cannot see of the rooms."""

import pytest
from django.apps import apps

from tests.house.reading import (
    REPOSITORY,
    ROOMS,
    SOURCE,
    document,
    floors,
    imports,
    modules,
    room_of,
)

DOORS = {"models", "enums", "selectors", "services", "permissions", "rules", "signals"}
EXPECTED_FILES = {
    *("__init__.py", "README.md", "apps.py", "urls.py", "views.py", "admin.py", "forms.py", "services.py"),
    *("selectors.py", "permissions.py", "models.py", "rules.py", "enums.py", "notifications.py"),
    "signals.py",
}
# A module that nears 400 lines becomes a package of the same name.
EXPECTED_FOLDERS = {
    *(name.removesuffix(".py") for name in EXPECTED_FILES if name.endswith(".py")),
    *("management", "migrations", "templates", "static", "tests"),
}
IMPURE = {"django", "os", "random", "secrets", "time", "socket", "subprocess", "requests", "urllib.request"}
CLOCKS = ("datetime.now(", "date.today(", "datetime.utcnow(", "datetime.today(")
MAX_LINES = 400


def test_floors_name_every_room():
    assert set(floors()) == set(ROOMS)


def test_foreign_keys_point_down():
    up = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.get_fields():
                if not field.is_relation or field.auto_created or not field.related_model:
                    continue
                target = field.related_model._meta.app_label
                if target in floors() and target != room and floors()[target] <= floors()[room]:
                    up.append(f"{room}.{model.__name__}.{field.name} → {target}")
    assert up == []


@pytest.mark.parametrize("room", ROOMS)
def test_other_rooms_are_entered_by_their_doors(room):
    trespasses = []
    for path in modules():
        if room_of(path) != room:
            continue
        for line, name in imports(path):
            package, _, rest = name.partition(".")
            other, _, inside = rest.partition(".")
            if package == "jalon" and other in ROOMS and other != room and inside.split(".")[0] not in DOORS:
                trespasses.append(f"{path.relative_to(SOURCE)}:{line} imports {name}")
    assert trespasses == []


def test_no_module_is_too_long():
    long = {
        str(path.relative_to(REPOSITORY)): count
        for path in [
            *modules(tests=True),
            *(REPOSITORY / "tests").rglob("*.py"),
            *(REPOSITORY / "bench").rglob("*.py"),
        ]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_rules_know_no_framework_clock_or_chance():
    found = []
    for path in modules():
        inside = path.relative_to(SOURCE / room_of(path)).as_posix()
        if inside != "rules.py" and not inside.startswith("rules/"):
            continue
        for line, name in imports(path):
            if any(name == module or name.startswith(f"{module}.") for module in IMPURE):
                found.append(f"{path.relative_to(SOURCE)}:{line} imports {name}")
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(SOURCE)} calls {clock}…)" for clock in CLOCKS if clock in text]
    assert found == []


def test_room_files_are_expected_or_explained():
    """A file outside the house's list is explained in docs/architecture.md, by its path."""
    explained = document("docs/architecture.md")
    surprises = []
    for room in ROOMS:
        for path in (SOURCE / room).iterdir():
            expected = EXPECTED_FOLDERS if path.is_dir() else EXPECTED_FILES
            name = f"{room}/{path.name}"
            if path.name not in expected and path.name != "__pycache__" and f"`{name}`" not in explained:
                surprises.append(name)
    assert sorted(surprises) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is(room):
    text = document(f"src/jalon/{room}/README.md")
    assert len(text.split()) >= 20, f"{room}/README.md must say what the room is for, its words and its doors"
