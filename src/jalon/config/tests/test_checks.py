import pytest
from tests.house.reading import document, modules

from jalon.config.checks import KNOWN_SETTINGS, check_settings


def ids():
    return {problem.id for problem in check_settings()}


def test_the_tests_own_settings_are_right():
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ALLOWED_HOSTS", [], "jalon.E002"),
        ("ALLOWED_HOSTS", ["*"], "jalon.W001"),
        ("SECRET_KEY", "short", "jalon.E003"),
    ],
)
def test_a_misuse_is_named(settings, name, value, expected):
    setattr(settings, name, value)
    assert expected in ids()


def test_another_database_engine_is_refused(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.mysql")
    assert ids() == {"jalon.E004"}


def test_debug_on_a_public_name_is_refused(settings):
    settings.DEBUG = True
    assert ids() == set()
    settings.ALLOWED_HOSTS = ["orientation.example"]
    assert ids() == {"jalon.E001"}


def test_a_misspelt_variable_is_pointed_out(monkeypatch):
    monkeypatch.setenv("JALON_ALOWED_HOSTS", "x")
    assert ids() == {"jalon.W002"}


def test_https_without_a_declared_proxy_is_pointed_out(settings, monkeypatch):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ids() == {"jalon.W003"}
    settings.JALON_PROXIES = 1
    assert ids() == set()
    monkeypatch.setenv("JALON_PROXIES", "un")
    assert ids() == {"jalon.W004"}


def test_known_settings_are_the_ones_that_are_read():
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules() if path.name != "checks.py")
    scripts = document("script/_chromium")
    assert [
        name for name in sorted(KNOWN_SETTINGS) if f'"{name}"' not in source and name not in scripts
    ] == []


@pytest.mark.parametrize(
    ("variables", "changes", "expected"),
    [
        ({"JALON_SMTP_URL": "mail.example"}, {}, {"jalon.E005"}),
        (
            {"JALON_SMTP_URL": "smtp://mail.example", "JALON_MAIL_FROM": "Étape"},
            {"EMAIL_HOST": "mail.example", "DEFAULT_FROM_EMAIL": "Étape"},
            {"jalon.E006"},
        ),
        ({"JALON_SMTP_URL": "smtp://mail.example"}, {"EMAIL_HOST": "mail.example"}, {"jalon.W006"}),
        ({"JALON_SITE_URL": "orientation.example"}, {"SITE_URL": "orientation.example"}, {"jalon.E007"}),
        (
            {"JALON_MAIL_FROM": "Étape <bonjour@etape.example>"},
            {
                "EMAIL_HOST": "mail.example",
                "DEFAULT_FROM_EMAIL": "Étape <bonjour@etape.example>",
                "ALLOWED_HOSTS": ["orientation.example"],
            },
            {"jalon.W005"},
        ),
    ],
)
def test_what_would_keep_mails_from_leaving_is_named(settings, monkeypatch, variables, changes, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for name, value in changes.items():
        setattr(settings, name, value)
    assert ids() == expected
