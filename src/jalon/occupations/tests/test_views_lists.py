"""The ways into occupations: letters, domains, sectors, interests, skills, diplomas."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories

from jalon.occupations.enums import SkillKind, Status
from jalon.occupations.models import Skill

pytestmark = pytest.mark.django_db

HOSTILE = [
    "x" * 10_000,
    "\x00\x01\x1f\x7f\u202e",
    "'; DROP TABLE occupations_occupation; --",
    '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
    "../../etc/passwd",
    "%",
    "é" * 300,
    "-1",
    "99999999999999999999",
]
PARAMETERS = [
    ("/metiers/", "lettre"),
    ("/secteurs/sante/", "niveau"),
    ("/secteurs/sante/", "page"),
    ("/centres-d-interet/", "d"),
    ("/centres-d-interet/", "p"),
    ("/centres-d-interet/S/", "page"),
    ("/competences/", "q"),
    ("/competences/", "c"),
    ("/competences/", "page"),
    ("/metiers/diplomes/", "q"),
    ("/metiers/diplomes/", "niveau"),
    ("/metiers/diplomes/", "par"),
    ("/metiers/diplomes/", "page"),
]
PAGES = [
    "/metiers/",
    "/metiers/?lettre=m",
    "/metiers/domaine/J/",
    "/metiers/domaine/J15/",
    "/secteurs/",
    "/secteurs/sante/",
    "/centres-d-interet/",
    "/centres-d-interet/S/",
    "/centres-d-interet/SR/",
    "/competences/",
    "/competences/?c=commun",
    "/competences/commun/",
    "/metiers/diplomes/",
]


@pytest.fixture
def region_source():
    return factories.source(slug="region-essai", family="region", demonstration=True)


@pytest.fixture
def world(region_source):
    """Two domains, one sector, four occupations of which one is withdrawn, one shared skill."""
    factories.domain("J", label="Santé")
    domain = factories.domain("J15", label="Soins", parent_id="J")
    sector = factories.sector("sante", name="Santé", priority=True)
    factories.sector("bois", name="Bois")
    rows = [
        ("J1501", "Aide-soignant", "S", "R", 4),
        ("J1506", "Infirmier", "S", "I", 6),
        ("J1510", "Zoothérapeute", "R", "S", None),
    ]
    for code, name, major, minor, level in rows:
        occupation = factories.occupation(
            code,
            name,
            label=f"Libellé {code}",
            domain=domain,
            sectors=(sector,),
            conditions=("nights",),
            interest_major=major,
            interest_minor=minor,
            level=level,
        )
        factories.skill(occupation, "Écouter", code="commun", source=region_source)
    factories.occupation("J1599", "Aliéniste", domain=domain, status=Status.WITHDRAWN, sectors=(sector,))
    return domain, sector


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ")


def more(world, region_source, *, start, stop):
    """Add occupations, each with a skill, a sheet and a way in."""
    domain, sector = world
    for number in range(start, stop):
        occupation = factories.occupation(
            f"M{1000 + number}",
            f"Métier {number}",
            domain=domain,
            sectors=(sector,),
            interest_major="S",
            interest_minor="R",
        )
        factories.skill(occupation, "Écouter", code="commun", source=region_source)
        factories.way_in(factories.sheet(occupation, source=region_source), f"CAP {number}")


@pytest.mark.parametrize("address", PAGES)
def test_queries_are_the_same_for_a_few_occupations_or_sixty(client, world, region_source, address):
    more(world, region_source, start=0, stop=1)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    more(world, region_source, start=1, stop=60)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(few) == len(many) <= 12


def test_letters_without_occupation_are_shown_but_lead_nowhere(client, world):
    html = text_of(client, "/metiers/")
    assert 'href="/metiers/?lettre=a"' in html
    assert 'href="/metiers/?lettre=b"' not in html
    assert '<span aria-disabled="true">B' in html
    assert "3\xa0métiers" in html


def test_a_letter_shows_the_everyday_name_then_the_official_one(client, world):
    html = text_of(client, "/metiers/?lettre=A")
    assert html.index("Aide-soignant") < html.index("Libellé J1501")
    assert "Aliéniste" not in html
    assert "Infirmier" not in html


@pytest.mark.parametrize("letter", ["b", "aa", "1", "é"])
def test_a_letter_without_occupation_says_so(client, world, letter):
    assert "Aucun métier ne commence ainsi" in text_of(client, f"/metiers/?lettre={letter}")


def test_a_domain_shows_its_sub_domains_and_their_occupations(client, world):
    html = text_of(client, "/metiers/domaine/J/")
    assert html.index("Soins") < html.index("Aide-soignant")
    assert "Aliéniste" not in html
    assert "Infirmier" in text_of(client, "/metiers/domaine/J15/")
    assert client.get("/metiers/domaine/j15/")["Location"] == "/metiers/domaine/J15/"
    assert client.get("/metiers/domaine/Z/").status_code == 404


def test_an_empty_installation_says_what_to_do(client):
    for address in ("/metiers/", "/secteurs/", "/competences/", "/metiers/diplomes/"):
        assert "pour le moment" in text_of(client, address)
    assert "Organiser et vérifier" in text_of(client, "/centres-d-interet/")


def test_sectors_come_with_their_counts_priorities_first(client, world):
    html = text_of(client, "/secteurs/")
    assert html.index("Les secteurs prioritaires de la région") < html.index("Santé</a>")
    assert html.index("Santé</a>") < html.index("Bois</a>")
    assert "3\xa0métiers" in html


def test_a_sector_shows_its_levels_and_keeps_the_unknown_apart(client, world):
    html = text_of(client, "/secteurs/sante/")
    assert '<a href="?niveau=4#metiers">Bac</a>' in html
    assert "Non renseigné" in html
    assert 'La nuit <small class="soft">3\xa0métiers' in html
    filtered = text_of(client, "/secteurs/sante/?niveau=4")
    assert "Aide-soignant" in filtered
    assert "Infirmier" not in filtered
    assert "Retirer le filtre" in filtered


def test_a_sector_without_occupation_and_an_unknown_one(client, world):
    assert "Aucun métier dans ce secteur" in text_of(client, "/secteurs/bois/")
    assert client.get("/secteurs/inconnu/").status_code == 404


def test_an_exact_pair_comes_before_the_same_major(client, world):
    html = text_of(client, "/centres-d-interet/SR/")
    assert html.index("Aide-soignant") < html.index("Infirmier")
    assert "Zoothérapeute" not in html
    assert "vos deux réponses" in html
    html = text_of(client, "/centres-d-interet/RS/")
    assert "Zoothérapeute" in html
    assert "Aide-soignant" not in html
    assert 'href="/centres-d-interet/SR/"' in html


def test_two_answers_lead_to_their_occupations(client, world):
    assert client.get("/centres-d-interet/?d=R&p=S")["Location"] == "/centres-d-interet/RS/"
    assert client.get("/centres-d-interet/?d=A&p=")["Location"] == "/centres-d-interet/A/"
    assert "Choisissez deux réponses différentes" in text_of(client, "/centres-d-interet/?d=R&p=R")
    assert client.get("/centres-d-interet/rs/")["Location"] == "/centres-d-interet/RS/"


@pytest.mark.parametrize("letters", ["X", "RR", "RIA", "RX", "0", "-"])
def test_unknown_letters_are_not_found_and_get_the_six_answers(client, world, letters):
    response = client.get(f"/centres-d-interet/{letters}/")
    assert response.status_code == 404
    assert "Il y en a six" in response.content.decode()


def test_ticked_skills_give_the_occupations_that_share_most(client, world, region_source):
    occupation = factories.occupation("A1101", "Bûcheron")
    factories.skill(occupation, "Écouter", code="commun", source=region_source)
    factories.skill(occupation, "Tronçonner", code="rare", kind=SkillKind.SPECIFIC)
    html = text_of(client, "/competences/?c=commun&c=rare&c=inconnue")
    assert html.index("Bûcheron</a>") < html.index("Aide-soignant</a>")
    assert "En commun : « Écouter » et « Tronçonner »" in html
    assert "4\xa0métiers" in html
    assert 'name="c" value="rare"' in html


def test_skills_are_found_by_their_wording_when_the_index_has_none(client, world):
    html = text_of(client, "/competences/?q=couter")
    assert 'type="checkbox" name="c" value="commun"' in html
    assert "Rien de plus pour « zzz »" in text_of(client, "/competences/?q=zzz")


def test_most_shared_skills_are_a_start_and_ticked_ones_leave_the_list(client, world):
    assert 'type="checkbox" name="c" value="commun"' in text_of(client, "/competences/")
    assert 'type="checkbox" name="c" value="commun"' not in text_of(client, "/competences/?c=commun")


def test_a_skill_shows_who_uses_it_core_first(client, world):
    first = factories.occupation("A1101", "Bûcheron")
    factories.skill(first, "Écouter", code="commun", kind=SkillKind.SPECIFIC)
    html = text_of(client, "/competences/commun/")
    assert html.index("Zoothérapeute") < html.index("Bûcheron")
    assert "Savoir-faire de base" in html
    assert "Selon les postes" in html
    assert 'href="/competences/?c=commun"' in html
    assert client.get("/competences/inconnue/").status_code == 404


def test_a_skill_code_with_signs_leads_to_its_page(client, world, region_source):
    occupation = factories.occupation("A1101", "Bûcheron")
    factories.skill(occupation, "Élaguer", code="sheet:elaguer-les-arbres", source=region_source)
    assert "Élaguer" in text_of(client, "/competences/sheet:elaguer-les-arbres/")
    assert 'href="/competences/sheet:elaguer-les-arbres/"' in text_of(client, "/metiers/A1101/")


def test_diplomas_are_gathered_and_lead_to_their_occupations(client, region_source):
    for code, name in (("A1101", "Bûcheron"), ("A1203", "Jardinier")):
        sheet = factories.sheet(factories.occupation(code, name), source=region_source)
        factories.way_in(sheet, "CAP Nature", level=3, modes=["school", "apprenticeship"], months=24)
    gone = factories.sheet(factories.occupation("A1999", "Disparu", status=Status.WITHDRAWN))
    factories.way_in(gone, "CAP Disparu")
    factories.occupation("B1101", "Peintre", level=5)
    factories.occupation("B1102", "Sculpteur", level=None)
    html = text_of(client, "/metiers/diplomes/")
    assert html.count("<h3>CAP Nature</h3>") == 1
    assert "Bûcheron</a>" in html
    assert "Jardinier</a>" in html
    assert "2 ans" in html
    assert "Disparu" not in html
    assert 'href="?niveau=3&amp;par=school#liste"' in html
    assert '<a href="/formations/">' in html
    without = html[html.index("Les métiers sans fiche") :]
    assert 'href="/recherche/?niveau=5"' in without
    assert "Non renseigné" in without


def test_diplomas_are_filtered_by_level_mode_and_words(client, region_source):
    sheet = factories.sheet(factories.occupation("A1101", "Bûcheron"), source=region_source)
    factories.way_in(sheet, "CAP Forêt", level=3, modes=["school"])
    factories.way_in(sheet, "BTS Gestion forestière", level=5, modes=["apprenticeship"])
    for query, kept, left in (
        ("niveau=3", "CAP Forêt", "BTS Gestion"),
        ("par=apprenticeship", "BTS Gestion", "CAP Forêt"),
        ("q=FORET cap", "CAP Forêt", "BTS Gestion"),
    ):
        html = text_of(client, f"/metiers/diplomes/?{query}")
        assert f"<h3>{kept}" in html
        assert f"<h3>{left}" not in html
    assert "Aucun diplôme avec ces filtres" in text_of(
        client, "/metiers/diplomes/?niveau=3&par=apprenticeship"
    )


@pytest.mark.parametrize(("address", "parameter"), PARAMETERS)
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_answered_and_never_written_back_raw(client, world, address, parameter, value):
    response = client.get(address, {parameter: value})
    assert response.status_code == 200
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "onerror=alert(1)>" not in html


@pytest.mark.parametrize(
    "value", ["%00", "%01abc", "x" * 5000, "%3Cscript%3E", "..%2f..%2fetc", "%27%20OR%201=1"]
)
def test_hostile_paths_are_not_found(client, world, value):
    for path in ("/competences/{}/", "/metiers/{}/", "/metiers/domaine/{}/", "/secteurs/{}/"):
        assert client.get(path.format(value)).status_code == 404


def test_too_many_ticked_skills_are_cut(client, world):
    for number in range(40):
        Skill.objects.create(code=f"s{number}", label=f"Savoir {number}", source=factories.source())
    codes = "&".join(f"c=s{number}" for number in range(40))
    assert text_of(client, f"/competences/?{codes}&c=commun")


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_read_only_and_keep_to_the_policy(client, world, region_source, address):
    response = client.get(address)
    assert " style=" not in response.content.decode()
    assert client.post(address).status_code == 405
