"""What the pages of an occupation and of a sector say of hiring, place by place."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories

from jalon.occupations.models import HiringFigure, JobFamily, OccupationFamily
from jalon.occupations.selectors import current_facts, prospects_of, sector_prospects
from jalon.territory.models import EmploymentArea

pytestmark = pytest.mark.django_db
AREAS = (("2414", "Loches", "37"), ("2415", "Tours", "37"), ("2416", "Blois", "41"))


@pytest.fixture
def survey():
    return factories.source(slug="bmo-2024", family="bmo", title="Enquête BMO", version="2024")


@pytest.fixture
def places(survey):
    for number, (code, name, departement) in enumerate(AREAS):
        area = EmploymentArea.objects.create(code=code, name=name, source=survey)
        factories.commune(name, insee_code=f"{departement}0{number}1", employment_area=area)


def family(survey, code="V0X60", label="Aides-soignants", occupations=("J1501",), **link):
    made = JobFamily.objects.create(code=code, vintage="2021", label=label, source=survey)
    for rome in occupations:
        facts = {"quality": "exact", "via": "même contenu"} | link
        OccupationFamily.objects.create(rome_code=rome, family=made, source=survey, **facts)
    return made


def figure(of, area, projects, difficult=None, seasonal=None, *, source=None, year=2024):
    departements = {code: departement for code, _name, departement in AREAS}
    return HiringFigure.objects.create(
        family=of,
        year=year,
        area_code=area,
        departement_code=departements[area],
        projects=projects,
        difficult=difficult,
        seasonal=seasonal,
        source=source or of.source,
    )


@pytest.fixture
def carers(survey, places):
    factories.occupation("J1501")
    made = family(survey)
    figure(made, "2415", 120, 90, 12)
    figure(made, "2414", None)
    figure(made, "2416", 40, 10)
    return made


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'")


def test_an_area_has_its_own_figure(carers):
    outlook = prospects_of("J1501", area="2415").outlook
    assert (outlook.total.value, outlook.total.at_least, outlook.why) == (120, False, "")
    assert outlook.difficulty.startswith("La plupart sont jugés difficiles")
    assert outlook.season == "Environ un sur dix est saisonnier."


def test_a_hidden_figure_gives_way_to_the_departement_as_a_lower_bound(carers):
    outlook = prospects_of("J1501", area="2414").outlook
    assert outlook.place.kind == "departement"
    assert (outlook.total.value, outlook.total.at_least) == (120, True)
    assert outlook.why.startswith("Le chiffre du bassin de Loches n'est pas publié")


def test_then_to_the_region_and_then_to_nothing(carers):
    HiringFigure.objects.filter(area_code="2415").update(projects=None, difficult=None, seasonal=None)
    outlook = prospects_of("J1501", area="2414").outlook
    assert (outlook.place.kind, outlook.total.value) == ("region", 40)
    assert outlook.why.startswith("Ni le chiffre du bassin de Loches ni celui du département")
    HiringFigure.objects.update(projects=None, difficult=None, seasonal=None)
    outlook = prospects_of("J1501", area="2414").outlook
    assert not outlook.total.known


def test_the_region_is_a_lower_bound_when_an_area_is_hidden(carers):
    outlook = prospects_of("J1501").outlook
    assert (outlook.total.value, outlook.total.at_least) == (160, True)


def test_bars_are_sorted_and_the_hidden_one_is_last_without_a_value(carers):
    bars = prospects_of("J1501", area="2416").bars
    assert [(bar.label, bar.value, bar.part) for bar in bars] == [
        ("Tours", 120, 90),
        ("Blois", 40, 10),
        ("Loches", None, None),
    ]
    assert [bar.current for bar in bars] == [False, True, False]


def test_the_newest_year_leads(carers, survey):
    older = factories.source(slug="bmo-2023", family="bmo", version="2023")
    figure(carers, "2415", 999, source=older, year=2023)
    assert prospects_of("J1501", area="2415").outlook.total.value == 120
    newer = factories.source(slug="bmo-2025", family="bmo", version="2025")
    figure(carers, "2415", 60, source=newer, year=2025)
    found = prospects_of("J1501", area="2415")
    assert (found.year, found.outlook.total.value, found.source.slug) == (2025, 60, "bmo-2025")


def test_real_figures_put_the_examples_away(carers, survey):
    example = factories.source(slug="hiring-essai", family="hiring", demonstration=True)
    made = JobFamily.objects.create(code="EX1", vintage="exemple", label="Exemple", source=example)
    OccupationFamily.objects.create(
        rome_code="J1501", family=made, quality="exact", via="exemple", source=example
    )
    figure(made, "2415", 7, source=example, year=2030)
    assert prospects_of("J1501", area="2415").outlook.total.value == 120
    HiringFigure.objects.filter(source=survey).delete()
    found = prospects_of("J1501", area="2415")
    assert found.outlook.total.value == 7 and found.source.demonstration


def test_a_code_of_rome_4_takes_the_families_of_the_code_it_details(carers):
    parent = factories.occupation("J1501x")
    OccupationFamily.objects.update(rome_code=parent.code)
    factories.occupation("J1510", parent=parent)
    assert prospects_of("J1510").links[0].family.code == "V0X60"


def test_the_page_says_it_in_words_with_year_source_and_chart(client, carers):
    html = page(client, "/metiers/J1501/?bassin=2415")
    assert "Dans le bassin de Tours, <b>120 projets d'embauche</b> en 2024." in html
    assert "jugés difficiles par les employeurs" in html
    assert '<table class="chart">' in html and "non publié" in html
    assert '<option value="2415" selected>Tours</option>' in html
    assert "Enquête BMO" in html and "version 2024" in html
    assert "rapprochement exact" in html


def test_the_page_says_when_a_join_is_rough(client, carers):
    OccupationFamily.objects.update(quality="approximate", via="FAP 2009 V0Z60 : intitulé le plus proche")
    html = page(client, "/metiers/J1501/")
    assert "Rapprochement approché." in html and "intitulé le plus proche" in html


def test_the_page_says_from_which_larger_place_a_figure_comes(client, carers):
    html = page(client, "/metiers/J1501/?bassin=2414")
    assert "Le chiffre du bassin de Loches n'est pas publié" in html
    assert "au moins <b>120 projets d'embauche</b>" in html
    assert "parce que les plus petits chiffres ne sont pas publiés" in html


def test_no_family_and_no_data_are_said_honestly(client, carers):
    factories.occupation("B1201")
    assert "Pas de chiffre pour ce métier" in page(client, "/metiers/B1201/")
    HiringFigure.objects.all().delete()
    assert "ne sont pas encore chargés" in page(client, "/metiers/J1501/")


def test_a_commune_leads_to_its_area(client, carers):
    response = client.get("/metiers/J1501/", {"lieu": "blois"})
    assert (response.status_code, response["Location"]) == (302, "/metiers/J1501/?bassin=2416#emploi")
    html = page(client, "/metiers/J1501/?lieu=<b>Atlantide")
    assert "Nous ne trouvons pas cette commune" in html and "<b>Atlantide" not in html


@pytest.mark.parametrize("asked", ["9999", "x" * 300, "'; --", "\u202e"])
def test_an_unknown_area_shows_the_region(client, carers, asked):
    assert "Dans toute la région" in page(client, f"/metiers/J1501/?bassin={asked}")


@pytest.fixture
def health(carers, survey):
    sector = factories.sector("sante")
    factories.occupation("J1506")
    factories.occupation("J1104")
    sector.occupations.set(["J1501", "J1506", "J1104"])
    nurses = family(survey, "V1X80", "Infirmiers", ("J1506", "J1104"))
    figure(nurses, "2415", 200, 150)
    elsewhere = family(survey, "L2X61", "Agents administratifs", ("J1501", "M1602", "M1607"))
    for code in ("M1602", "M1607"):
        factories.occupation(code)
    figure(elsewhere, "2415", 5_000)
    return sector


def test_a_sector_counts_each_family_once_and_only_its_own(health):
    found = sector_prospects("sante", current_facts(), area="2415")
    assert found.outlook.total.value == 120 + 200
    assert [(bar.label, bar.value) for bar in found.bars] == [("Infirmiers", 200), ("Aides-soignants", 120)]
    assert found.without == 0


def test_the_page_of_a_sector_names_its_families_and_their_occupations(client, health):
    html = page(client, "/secteurs/sante/?bassin=2415&niveau=4")
    assert "Dans le bassin de Tours, <b>320 projets d'embauche</b>" in html
    assert "Qui recrute le plus ?" in html and "Agents administratifs" not in html
    assert '<input type="hidden" name="niveau" value="4">' in html
    response = client.get("/secteurs/sante/", {"lieu": "blois", "niveau": "4"})
    assert response["Location"] == "/secteurs/sante/?niveau=4&bassin=2416#emploi"


def test_a_sector_without_a_family_says_so(client, carers):
    factories.occupation("B1201").sectors.add(factories.sector("art"))
    assert "Pas de chiffre d'embauche pour ce secteur" in page(client, "/secteurs/art/")


def test_after_a_load_pages_ask_the_same_few_queries_however_much_is_known(client, health, survey):
    factories.load(finished_at=datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC))
    counts = []
    for address in ("/secteurs/sante/", "/secteurs/sante/?bassin=2415", "/secteurs/sante/?bassin=2416"):
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 8
