import stat

import pytest

from jalon.config.environment import (
    MailServer,
    flag,
    folder,
    mail_server,
    number,
    secret_key,
    tile_hosts,
    words,
)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("Yes", True), (" on ", True), ("0", False), ("", False), ("non", False)],
)
def test_flag(monkeypatch, value, meant):
    monkeypatch.setenv("JALON_DEBUG", value)
    assert flag("JALON_DEBUG") is meant


@pytest.mark.parametrize(("value", "meant"), [("2", 2), (" 1 ", 1), ("", 0), ("-1", 0), ("un", 0), ("²", 0)])
def test_number(monkeypatch, value, meant):
    monkeypatch.setenv("JALON_PROXIES", value)
    assert number("JALON_PROXIES") == meant


def test_absent_settings_take_their_default(monkeypatch, tmp_path):
    for name in ("JALON_DEBUG", "JALON_ALLOWED_HOSTS", "JALON_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert flag("JALON_DEBUG") is False
    assert words("JALON_ALLOWED_HOSTS", default="a, b ,,c") == ["a", "b", "c"]
    assert folder("JALON_HOME", default=tmp_path) == tmp_path


def test_the_secret_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.delenv("JALON_SECRET_KEY", raising=False)
    home = tmp_path / "home"
    first = secret_key(home)
    assert len(first) >= 50
    assert secret_key(home) == first
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600


def test_the_environments_secret_key_wins(monkeypatch, tmp_path):
    monkeypatch.setenv("JALON_SECRET_KEY", "from-the-environment")
    assert secret_key(tmp_path) == "from-the-environment"
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("tiles", "hosts"),
    [
        ("https://data.example/wmts?z={z}", ["https://data.example"]),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png", ["https://*.tiles.example:8443"]),
        ("", []),
        ("javascript:alert(1)", []),
        ("/tiles/{z}/{x}/{y}.png", []),
    ],
)
def test_the_policy_allows_the_host_of_the_tiles_alone(tiles, hosts):
    assert tile_hosts(tiles) == hosts


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", MailServer()),
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtps://mail.example", MailServer("mail.example", 465, tls=True)),
        (
            "smtp+tls://jalon%40etape.example:p%40ss%2Fw:rd@mail.example:2587",
            MailServer("mail.example", 2587, "jalon@etape.example", "p@ss/w:rd", starttls=True),
        ),
        ("smtp://[::1]:1025", MailServer("::1", 1025)),
        ("https://mail.example", MailServer()),
        ("mail.example:587", MailServer()),
        ("smtp://mail.example:port", MailServer()),
        ("smtp://mail.example\n", MailServer()),
    ],
)
def test_a_mail_server_is_read_from_its_address(url, expected):
    assert mail_server(url) == expected


def test_the_password_of_a_mail_server_is_never_shown():
    assert "s3cret" not in repr(mail_server("smtp+tls://jalon:s3cret@mail.example"))
