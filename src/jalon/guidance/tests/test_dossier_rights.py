"""Who may do what to a dossier: each address against each button and each page."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import serializers
from tests import factories

from jalon.guidance.models import Dossier, DossierAct, DossierItem, DossierNote
from jalon.guidance.rules.dossier import adviser_secret
from jalon.guidance.views.dossier_changes import BUTTONS

pytestmark = pytest.mark.django_db
GONE = "gone"
# What is said to the person, then to the adviser; an address taken back and one never given open nothing.
RIGHTS: dict[tuple[str, str], tuple[str, str]] = {
    ("ajouter", ""): ("garde", "garde"),
    ("accepter", "proposal"): ("accepte", "refus"),
    ("retirer", "own"): ("retire", "refus"),
    ("retirer", "proposal"): ("retire", "retire"),
    ("retirer", "accepted"): ("retire", "refus"),
    ("monter", "own"): ("", "refus"),
    ("descendre", "own"): ("", "refus"),
    ("noter", "own"): ("note", "note"),
    ("effacer", "own"): ("retire", "refus"),
    ("effacer", "theirs"): ("retire", "retire"),
    ("duree", ""): ("duree", "refus"),
    ("confier", ""): ("conseil", "refus"),
    ("reprendre", ""): ("ferme", "refus"),
    ("rendre", ""): ("refus", "rendu"),
    ("supprimer", ""): ("supprime", "refus"),
}
WHO = ("person", "adviser", "stale", "nothing")
PAGES = ("", "comparer/", "pdf/")


def press(client, secret: str, button: str, **values):
    return client.post(f"/dossier/{secret}/changer/", {"faire": button, **values})


@pytest.fixture
def addresses(client) -> dict[str, str]:
    """A dossier with a thing of the person's, a proposal, one accepted, and a note of each; its addresses."""
    for code, name in (("D1102", "Boulanger"), ("J1501", "Aide-soignant"), ("G1602", "Cuisinier")):
        factories.occupation(code, name)
    factories.occupation("K1302", "Aide à domicile")
    made = client.post("/dossier/nouveau/", {"quoi": "occupation", "cle": "D1102"})
    person = re.fullmatch(r"/dossier/([\w-]{32})/", made.headers["Location"]).group(1)
    secrets = []
    for _time in range(2):
        press(client, person, "confier")
        secrets.append(adviser_secret(person, Dossier.objects.get().adviser_salt))
    stale, adviser = secrets
    for code in ("J1501", "G1602"):
        press(client, adviser, "ajouter", quoi="occupation", cle=code, de="CIO de Blois")
    press(client, person, "accepter", ligne=DossierItem.objects.get(key="G1602").pk)
    press(client, person, "noter", texte="de la personne")
    press(client, adviser, "noter", texte="du conseiller", de="CIO de Blois")
    return {"person": person, "adviser": adviser, "stale": stale, "nothing": "z" * 32}


def rows(button: str, which: str) -> dict[str, object]:
    """Return what the form of a button holds."""
    if button == "effacer":
        side = {"own": "person", "theirs": "adviser"}[which]
        return {"ligne": DossierNote.objects.get(side=side).pk}
    keys = {"own": "D1102", "proposal": "J1501", "accepted": "G1602"}
    row = {"ligne": DossierItem.objects.get(key=keys[which]).pk} if which else {}
    return row | {"texte": "Un mot", "duree": "365", "quoi": "occupation", "cle": "K1302"}


def everything() -> list[str]:
    models = (Dossier, DossierItem, DossierNote, DossierAct)
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def said(response) -> str:
    """Return what an answer says was done."""
    if response.status_code == 404:
        return GONE
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    return "supprime" if "supprime" in query else query.get("fait", [""])[0]


def test_the_matrix_holds_every_button():
    assert {button for button, _which in RIGHTS} == set(BUTTONS)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("button", "which"), RIGHTS)
def test_each_address_may_do_just_that(client, addresses, button, which, who):
    before = everything()
    expected = (*RIGHTS[button, which], GONE, GONE)[WHO.index(who)]
    response = press(client, addresses[who], button, **rows(button, which))
    assert said(response) == expected
    assert (everything() == before) == (expected in {"refus", GONE})
    assert not response.cookies


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("page", PAGES)
def test_an_address_that_opens_nothing_shows_nothing(client, addresses, page, who):
    response = client.get(f"/dossier/{addresses[who]}/{page}")
    assert (response.status_code == 404) == (who in {"stale", "nothing"})
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]


def test_an_adviser_sees_no_history_and_no_address_of_the_person(client, addresses):
    press(client, addresses["person"], "retirer", ligne=DossierItem.objects.get(key="D1102").pk)
    page = client.get(f"/dossier/{addresses['adviser']}/").content.decode()
    assert "Boulanger" not in page
    assert "Qui a fait quoi" not in page
    assert addresses["person"] not in page
    assert "Boulanger" in client.get(f"/dossier/{addresses['person']}/").content.decode()
