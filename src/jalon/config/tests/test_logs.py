"""The journals never hold a secret address."""

import logging

from django.conf import settings

from jalon.config.logs import HiddenSecrets

SECRET = "aB3-" * 8


def test_a_refused_address_is_written_without_its_secret():
    path = f"/dossier/{SECRET}/rien/du/tout/"
    record = logging.LogRecord("django.request", logging.WARNING, "f", 1, "%s: %s", ("Not Found", path), None)
    assert HiddenSecrets().filter(record)
    assert record.getMessage() == "Not Found: /dossier/[adresse cachée]/rien/du/tout/"


def test_the_token_of_a_participant_is_hidden_too():
    path = f"/essai/{'c' * 22}/{SECRET}/finir/"
    record = logging.LogRecord("django.request", logging.WARNING, "f", 1, "%s: %s", ("Gone", path), None)
    assert HiddenSecrets().filter(record)
    assert record.getMessage() == f"Gone: /essai/{'c' * 22}/[adresse cachée]/finir/"


def test_a_workshop_is_hidden_from_its_leader_s_secret_to_a_participant_s_token():
    token = "d" * 22
    lines = (
        f"/atelier/mener/{SECRET}/changer/",
        f"/atelier/BCDFG2/envoi/{token}/retirer/",
        f"/quel-metier/resultat/?n=12&atelier=BCDFG2-{token}",
    )
    for line in lines:
        record = logging.LogRecord("x", logging.WARNING, "f", 1, "%s: %s", ("Gone", line), None)
        assert HiddenSecrets().filter(record)
        assert SECRET not in record.getMessage()
        assert token not in record.getMessage()


def test_other_lines_pass_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "%s: %s", ("Not Found", "/metiers/x/"), None)
    assert HiddenSecrets().filter(record)
    assert record.args == ("Not Found", "/metiers/x/")


def test_every_handler_hides_them():
    assert all("secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
