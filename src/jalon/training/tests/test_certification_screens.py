"""What is read of certifications, and their two screens."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests import factories
from tests.readonly import readonly

from jalon.occupations.enums import Status
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.rules.certifications import Standing
from jalon.training.selectors.certifications import (
    certification_page,
    certification_state,
    certifications_of,
    lineage,
    occupations_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER, BEFORE = date(2028, 8, 31), date(2025, 8, 31)


def directory(**fields):
    return factories.source(slug="rncp-essai", family="rncp", title="Répertoire d'essai", **fields)


def certification(code, title="Boulanger", *, rome=(), replaced_by=(), **fields):
    values = {
        "kind": "CAP",
        "kind_label": "Certificat d'aptitude professionnelle",
        "level": 3,
        "active": True,
    }
    if "source" not in fields:
        values["source"] = directory()
    made = Certification.objects.create(code=code, title=title, **values | fields)
    made.replaced_by.set(replaced_by)
    CertificationOccupation.objects.bulk_create(
        CertificationOccupation(certification=made, rome_code=one, source=made.source) for one in rome
    )
    return made


def test_a_state_says_until_when_and_what_comes_next():
    new = certification("RNCP2", expires_on=LATER)
    old = certification("RNCP1", expires_on=BEFORE, replaced_by=[new])
    state = certification_state(new, TODAY)
    assert (state.standing, state.until, state.successors) == (Standing.IN_FORCE, LATER, ())
    state = certification_state(old, TODAY)
    assert (state.standing, state.until, state.successors) == (Standing.TO_CHECK, BEFORE, (new,))
    assert certification_state(old, date(2024, 1, 1)).standing == Standing.IN_FORCE
    assert certification_state(certification("RNCP3", active=False), TODAY).standing == Standing.ENDED


def test_those_of_an_occupation_come_living_first_then_by_level():
    certification("RNCP1", "Ancien", active=False, rome=["D1102"])
    certification("RNCP2", "Supérieur", level=5, kind="BTS", expires_on=LATER, rome=["D1102"])
    certification("RNCP3", "À vérifier", expires_on=BEFORE, rome=["D1102"])
    certification("RNCP4", "Simple", expires_on=LATER, rome=["D1102", "D1104"])
    certification("RNCP5", "Ailleurs", rome=["D1104"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = certifications_of("D1102", today=TODAY)
    assert len(queries) == 1
    assert [line.code for line in found.lines] == ["RNCP4", "RNCP2", "RNCP3", "RNCP1"]
    assert (found.total, found.in_force, found.given_by) == (4, 2, None)
    assert found.lines[0].name == "CAP Simple"
    few = certifications_of("D1102", today=TODAY, limit=1)
    assert [line.code for line in few.lines] == ["RNCP4"]
    assert (few.total, few.in_force) == (4, 2)


def test_a_new_occupation_takes_those_of_the_one_it_details():
    wide = factories.occupation("D1102", "Boulangerie")
    factories.occupation("D1120", "Boulanger", parent=wide)
    certification("RNCP1", rome=["D1102"])
    found = certifications_of("D1120", today=TODAY)
    assert ([line.code for line in found.lines], found.given_by) == (["RNCP1"], wide)
    certification("RNCP2", rome=["D1120"])
    found = certifications_of("D1120", today=TODAY)
    assert ([line.code for line in found.lines], found.given_by) == (["RNCP2"], None)
    assert certifications_of("Z9999", today=TODAY).lines == []


def test_occupations_in_use_and_codes_that_nobody_knows():
    baker = factories.occupation("D1102", "Boulanger")
    gone = factories.occupation("D1103", "Fabrication", status=Status.WITHDRAWN)
    gone.replaced_by.add(baker, factories.occupation("D1104", "Pâtissier"))
    found = occupations_of(certification("RNCP1", rome=["D1103", "D1102", "Z1101"]))
    assert [one.code for one in found.in_use] == ["D1102", "D1104"]
    assert found.unknown == ["Z1101"]


def test_a_lineage_is_followed_to_the_living_one():
    last = certification("RNCP4", expires_on=LATER)
    middle = certification("RNCP3", expires_on=BEFORE, replaced_by=[last])
    first = certification("RNCP2", active=False, replaced_by=[middle])
    found = lineage(middle, today=TODAY)
    assert [line.code for line in found.before] == ["RNCP2"]
    assert [line.code for line in found.after] == ["RNCP4"]
    assert found.living.code == "RNCP4"
    assert lineage(first, today=TODAY).living.code == "RNCP4"
    assert lineage(last, today=TODAY).living is None


def test_a_lineage_that_loops_ends():
    one = certification("RNCP1", active=False)
    two = certification("RNCP2", active=False, replaced_by=[one])
    one.replaced_by.add(two)
    with CaptureQueriesContext(connection) as queries:
        found = lineage(one, today=TODAY)
    assert ([line.code for line in found.after], found.before, found.living) == (["RNCP2"], [], None)
    assert len(queries) <= 5


def test_a_page_costs_few_queries():
    factories.occupation("D1102", "Boulanger")
    new = certification("RNCP3", expires_on=LATER)
    certification("RNCP2", rome=["D1102"], expires_on=BEFORE, replaced_by=[new])
    with CaptureQueriesContext(connection) as queries:
        assert certification_page("RNCP2", today=TODAY) is not None
    assert len(queries) <= 10
    assert certification_page("RNCP9", today=TODAY) is None


def shown(client, code):
    with readonly():
        response = client.get(reverse("training:certification", args=[code]))
    assert response.status_code == 200
    return unescape(response.content.decode())


def end_in(days):
    return timezone.localdate() + timedelta(days=days)


def test_the_page_says_all_that_is_known(client):
    factories.occupation("D1102", "Boulanger")
    certification(
        "RNCP200",
        rome=["D1102", "Z1101"],
        expires_on=end_in(300),
        access=["apprenticeship", "experience"],
        nsf=[["221", "agro-alimentaire"]],
        certifiers=["Ministère & fils"],
    )
    html = shown(client, "RNCP200")
    assert "CAP Boulanger</h1>" in html
    assert "Ce diplôme est en vigueur jusqu'au" in html
    assert "Contrat d'apprentissage" in html
    assert reverse("occupations:occupation", args=["D1102"]) in html
    assert "Z1101" in html
    assert "Agro-alimentaire" in html
    assert "Ministère & fils" in html
    assert "https://www.francecompetences.fr/recherche/rncp/200/" in html
    assert "Répertoire d'essai" in html
    assert "Avant et après" not in html


def test_an_ended_one_leads_to_what_replaces_it(client):
    new = certification("RNCP201", "Boulangère", expires_on=end_in(300))
    certification("RNCP200", active=False, replaced_by=[new])
    html = shown(client, "RNCP200")
    assert "n'est plus en vigueur" in html
    assert html.index("Voici celui qui le remplace") < html.index(new.get_absolute_url())
    assert "Avant et après" in html


def test_one_whose_end_passed_since_is_to_check_not_ended(client):
    certification("RS200", kind="", kind_label="", level=None, expires_on=end_in(-20))
    html = shown(client, "RS200")
    assert "Était en vigueur jusqu'au" in html
    assert "ce certificat a pu être renouvelé depuis" in html
    assert "On ne peut plus s'y inscrire" not in html
    assert "La source ne le dit pas" in html
    assert "À quel niveau" not in html


def test_an_example_is_marked_and_has_no_official_page(client):
    ours = factories.source(slug="region-essai", family="region", demonstration=True)
    certification("RNCP200", source=ours)
    html = shown(client, "RNCP200")
    assert "donnée d'exemple" in html
    assert "francecompetences.fr" not in html


def test_addresses_in_small_letters_and_unknown_ones(client):
    certification("RNCP200")
    response = client.get("/formations/certification/rncp200/")
    assert (response.status_code, response["Location"]) == (301, "/formations/certification/RNCP200/")
    assert client.get("/formations/certification/RNCP999/").status_code == 404


def test_the_list_of_an_occupation_page_and_fragment(client):
    occupation = factories.occupation("D1102", "Boulanger")
    for number in range(8):
        certification(f"RNCP30{number}", f"Pain {number}", expires_on=end_in(90), rome=["D1102"])
    certification("RNCP400", "Ancien pain", active=False, rome=["D1102"])
    certification("RNCP500", "Pain incertain", expires_on=end_in(-9), rome=["D1102"])
    address = reverse("training:occupation_certifications", args=["D1102"])
    with readonly():
        page = client.get(address).content.decode()
        response = client.get(address, headers={"HX-Request": "true"})
    assert "<html" in page
    assert occupation.get_absolute_url() in page
    assert "8\u00a0diplômes et titres en vigueur" in page
    assert page.index("CAP Pain 7") < page.index("CAP Pain incertain") < page.index("CAP Ancien pain")
    fragment = response.content.decode()
    assert "<html" not in fragment
    assert fragment.count('class="card"') == 6
    assert "Ancien pain" not in fragment
    assert address in fragment
    assert "HX-Request" in response["Vary"]


def test_those_that_bear_one_name_are_told_apart_by_their_number(client):
    factories.occupation("D1102", "Boulanger")
    for code in ("RNCP41", "RNCP42"):
        certification(code, active=False, rome=["D1102"])
    for code in ("RNCP43", "RNCP44"):
        certification(code, expires_on=end_in(-9), rome=["D1102"])
    certification("RNCP77", "Pain seul", active=False, rome=["D1102"])
    page = client.get(reverse("training:occupation_certifications", args=["D1102"])).content.decode()
    links = re.findall(r'<li><a href="[^"]+">(.*?)</a>', page)
    lines = [re.sub(r"<[^>]+>", "", link) for link in links if "CAP" in link]
    assert len(lines) == len(set(lines)) == 5
    assert "CAP Pain seul" in lines, "a name borne once needs no number"
    assert "CAP Boulanger RNCP41" in lines


def test_an_occupation_without_any_says_so(client):
    factories.occupation("D1102", "Boulanger")
    address = reverse("training:occupation_certifications", args=["D1102"])
    assert "Aucun diplôme connu ne vise ce métier" in client.get(address).content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Aucun diplôme connu ne vise ce métier" in fragment
    assert client.get("/formations/metier/d1102/diplomes/").status_code == 301
    assert client.get("/formations/metier/Z9999/diplomes/").status_code == 404
