"""The journals never hold the address of a dossier."""

import logging

from django.conf import settings

from jalon.config.logs import HiddenSecrets

SECRET = "aB3-" * 8


def test_a_refused_address_is_written_without_its_secret(client, db, caplog):
    with caplog.at_level(logging.WARNING, logger="django.request"):
        client.get(f"/dossier/{SECRET}/rien/du/tout/")
    record = caplog.records[-1]
    assert SECRET in record.getMessage()
    assert HiddenSecrets().filter(record)
    assert SECRET not in record.getMessage()
    assert "/dossier/[adresse cachée]/rien/du/tout/" in record.getMessage()


def test_other_lines_pass_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "%s: %s", ("Not Found", "/metiers/x/"), None)
    assert HiddenSecrets().filter(record)
    assert record.args == ("Not Found", "/metiers/x/")


def test_every_handler_hides_them():
    assert all("secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
