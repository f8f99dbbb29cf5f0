"""The page of one occupation: with a sheet, with official texts only, withdrawn, new in ROME 4."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories

from jalon.occupations.enums import Condition, EnvironmentKind, SkillKind, Status, TextKind
from jalon.occupations.models import Environment, OccupationCondition, Relation

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert("1")</script> & <b>'


@pytest.fixture
def domain():
    factories.domain("J", label="Santé")
    return factories.domain("J15", label="Soins paramédicaux", parent_id="J")


@pytest.fixture
def region_source():
    return factories.source(slug="region-essai", family="region", demonstration=True, title="Fiches d'essai")


@pytest.fixture
def rome():
    return factories.source(
        slug="rome-3.47", family="rome", title="ROME", version="3.47", producer="France Travail"
    )


def with_official_texts(occupation, rome):
    factories.text(occupation, "Réalise des soins.", kind=TextKind.DEFINITION, source=rome)
    factories.text(occupation, "Peut coordonner une équipe.", kind=TextKind.DEFINITION, source=rome)
    factories.text(occupation, "Accessible avec un diplôme -DEAS-.", kind=TextKind.ACCESS, source=rome)
    factories.text(occupation, "Travail la nuit (garde, ...).", kind=TextKind.CONDITIONS, source=rome)


def page_of(client, code="J1501"):
    return client.get(f"/metiers/{code}/").content.decode().replace("\u202f", " ")


def test_a_sheet_leads_and_the_official_text_has_its_own_block(client, domain, region_source, rome):
    occupation = factories.occupation(domain=domain, conditions=("nights",), interest_major="S")
    sheet = factories.sheet(occupation, source=region_source)
    factories.way_in(sheet, "DEAS", months=11)
    factories.skill(occupation, "Écouter une personne", code="sheet:ecouter", source=region_source)
    factories.skill(occupation, "Hygiène", code="100", source=rome)
    with_official_texts(occupation, rome)
    html = page_of(client)
    assert "ou Aide-soignante" in html
    assert html.index("Vous aidez des personnes") < html.index("Vos journées")
    assert (
        html.index("Vos journées")
        < html.index("<h3>DEAS</h3>")
        < html.index("Ce que dit la fiche officielle")
    )
    assert "Accessible avec un diplôme (DEAS)." in html
    assert "Travail la nuit (garde…)." in html
    assert "ROME 3.47, France Travail" in html
    assert "fiche d'exemple" in html
    assert "1\xa0savoir de base de la fiche officielle" in html
    assert "Aider et transmettre" in html
    assert "11 mois" in html


def test_official_data_alone_makes_a_page_and_says_what_is_missing(client, domain, rome):
    occupation = factories.occupation(domain=domain, level=4, level_derived=True, official=True, source=rome)
    with_official_texts(occupation, rome)
    OccupationCondition.objects.create(
        occupation=occupation, condition=Condition.NIGHTS, derived=True, source=rome
    )
    html = page_of(client)
    assert "Réalise des soins." in html
    assert html.count("Réalise des soins.") <= 3  # lead, description for machines, linked data
    assert "lu dans le texte officiel" in html
    assert "Accessible avec un diplôme (DEAS)." in html
    assert "Ce que dit la fiche officielle" not in html
    assert "fiche d'exemple" not in html
    assert "Vos journées" not in html
    assert "Non renseigné pour ce métier. Un conseiller" in html


def test_nothing_known_is_said_and_never_shown_as_zero(client):
    factories.occupation(level=None, summary="")
    html = page_of(client)
    assert "Niveau non renseigné" in html
    assert "Conditions non renseignées" in html
    assert "Aucune voie d'accès n'est renseignée" in html
    assert "0\xa0" not in html
    assert "None" not in html


def test_derived_conditions_are_marked_beside_stated_ones(client, domain, rome):
    occupation = factories.occupation(domain=domain, conditions=("nights",))
    factories.sheet(occupation)
    OccupationCondition.objects.create(
        occupation=occupation, condition=Condition.NOISE, derived=True, source=rome
    )
    html = page_of(client)
    section = html[html.index('id="conditions"') : html.index('id="chemins"')]
    assert re.search(r"Bruit <small[^>]*>\(lu dans le texte officiel\)", section)
    assert not re.search(r"La nuit <small", section)


def test_a_withdrawn_occupation_says_so_first_and_leads_to_what_replaced_it(client, domain):
    old = factories.occupation(
        "J1599",
        "Ancien métier",
        domain=domain,
        status=Status.WITHDRAWN,
        withdrawn_on=datetime.date(2024, 5, 1),
    )
    old.replaced_by.add(factories.occupation("J1501", domain=domain))
    html = page_of(client, "J1599")
    assert html.index("a quitté la liste officielle") < html.index("En un coup d'œil")
    assert "1er mai 2024" in html
    assert 'href="/metiers/J1501/"' in html
    assert "/comment-y-arriver/J1599/" not in html


def test_a_new_code_without_texts_shows_those_of_its_parent_and_says_so(client, domain, rome):
    parent = factories.occupation("J1501", "Aide-soignant", domain=domain, source=rome)
    with_official_texts(parent, rome)
    factories.skill(parent, "Hygiène", source=rome)
    factories.environment(parent, "Clinique")
    factories.occupation("J1510", "Aide-soignant de nuit", domain=domain, parent=parent)
    html = page_of(client, "J1510")
    assert "vient du métier plus large qu'il précise" in html
    assert "Texte du métier plus large « Aide-soignant »" in html
    assert "Réalise des soins." in html
    assert "Hygiène" in html
    assert "Clinique" in html
    assert "Aide-soignant de nuit" in page_of(client, "J1501")


def test_a_new_code_with_its_own_texts_keeps_them(client, domain, rome):
    parent = factories.occupation("J1501", "Aide-soignant", domain=domain, source=rome)
    with_official_texts(parent, rome)
    child = factories.occupation("J1510", "Aide-soignant de nuit", domain=domain, parent=parent)
    factories.text(child, "Veille la nuit.", kind=TextKind.DEFINITION, source=rome)
    html = page_of(client, "J1510")
    assert "Veille la nuit." in html
    assert "Réalise des soins." not in html
    assert "précise un métier plus large" in html


def test_related_occupations_come_with_their_reasons(client, domain):
    occupation = factories.occupation(domain=domain)
    near = factories.occupation("J1506", "Infirmier", domain=domain)
    gone = factories.occupation("J1500", "Disparu", domain=domain, status=Status.WITHDRAWN)
    Relation.objects.create(
        occupation=occupation,
        related=near,
        rank=1,
        score=0.6,
        reasons=["3 compétences communes", "b", "c", "d"],
    )
    Relation.objects.create(occupation=occupation, related=gone, rank=0, score=0.9, reasons=["a"])
    html = page_of(client)
    assert "Infirmier" in html
    assert "3 compétences communes" in html
    assert "<li>d</li>" not in html
    assert "Disparu" not in html


def linked_data_of(html):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1)
    )


def test_linked_data_is_complete_and_cannot_close_its_script(client, domain, region_source):
    occupation = factories.occupation(name=f"Métier {HOSTILE}", summary=HOSTILE, domain=domain, label="Soins")
    sheet = factories.sheet(occupation, day=[HOSTILE], source=region_source)
    factories.way_in(sheet, HOSTILE)
    factories.skill(occupation, HOSTILE, code="sheet:x", source=region_source)
    factories.title(occupation, "ASD")
    html = page_of(client)
    data = linked_data_of(html)
    assert data["@type"] == "Occupation"
    assert data["name"] == f"Métier {HOSTILE}"
    assert data["occupationalCategory"] == "ROME J1501 Soins"
    assert data["skills"] == data["responsibilities"] == data["educationRequirements"] == [HOSTILE]
    assert data["alternateName"] == ["ASD"]
    assert data["url"] == "http://testserver/metiers/J1501/"
    assert "<script>alert" not in html


def test_no_inline_style_or_script_that_the_policy_would_refuse(client, domain):
    factories.sheet(factories.occupation(domain=domain))
    response = client.get("/metiers/J1501/")
    html = response.content.decode()
    assert " style=" not in html
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", html) == ['<script type="application/ld+json">']
    assert "script-src 'self'" in response["Content-Security-Policy"]


def fill(occupation, sheet, rome, *, letter, times):
    """Give an occupation `times` rows of everything that can hang on it."""
    for number in range(times):
        name = f"{letter}{1000 + number}"
        factories.skill(occupation, f"Savoir {name}", source=rome)
        factories.skill(occupation, f"Particulier {name}", kind=SkillKind.SPECIFIC, source=rome)
        factories.environment(occupation, f"Lieu {name}")
        factories.title(occupation, f"Nom {name}")
        factories.text(occupation, f"Phrase {name}.", source=rome)
        factories.way_in(sheet, f"Diplôme {name}")
        other = factories.occupation(name, f"Plus précis {name}", parent=occupation)
        Relation.objects.create(occupation=occupation, related=other, rank=number, score=0.5, reasons=["a"])
        occupation.sectors.add(factories.sector(name.lower()))


def test_queries_do_not_depend_on_how_much_is_known(client, domain, rome):
    counts = []
    for code, letter, times in (("J1501", "A", 1), ("J1502", "B", 25)):
        occupation = factories.occupation(code, domain=domain, conditions=("nights", "noise"))
        fill(occupation, factories.sheet(occupation), rome, letter=letter, times=times)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/metiers/{code}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_long_lists_are_folded(client, domain, rome):
    occupation = factories.occupation(domain=domain)
    for number in range(30):
        factories.title(occupation, f"Nom {number:02}")
        factories.skill(occupation, f"Savoir {number:02}", source=rome)
    html = page_of(client)
    assert "et 22\xa0autres noms" in html
    assert "et 18\xa0autres" in html


def test_settings_and_fields_of_work_are_told_apart(client, domain):
    occupation = factories.occupation(domain=domain)
    factories.environment(occupation, "Hôpital")
    Environment.objects.filter(label="Hôpital").update(kind=EnvironmentKind.SECTOR)
    assert "Secteurs d'activité" in page_of(client)
    assert "<h3>Lieux</h3>" not in page_of(client)


def test_a_code_in_lower_case_leads_to_the_page(client, domain):
    factories.occupation(domain=domain)
    response = client.get("/metiers/j1501/")
    assert (response.status_code, response["Location"]) == (301, "/metiers/J1501/")


@pytest.mark.parametrize("code", ["Z9999", "X" * 200, "0", "--", "_"])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(f"/metiers/{code}/").status_code == 404


def test_a_page_is_read_only(client, domain):
    factories.occupation(domain=domain)
    assert client.post("/metiers/J1501/").status_code == 405
