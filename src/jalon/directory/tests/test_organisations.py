"""Places in a region's folder, and places by real distance."""

import pytest
from django.conf import settings
from tests.factories import commune, organisation
from tests.readonly import readonly
from tests.tiny_region import write_region

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Organisation
from jalon.directory.selectors import near, near_point, places_around
from jalon.search.selectors import search
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region
from jalon.territory.models import Commune
from jalon.territory.rules import distance_km

pytestmark = pytest.mark.django_db


def test_places_are_kept_with_their_position_or_their_commune_s(tmp_path):
    load_region(write_region(tmp_path))
    placed = Organisation.objects.get(slug="mission-locale-anse-bleue")
    assert (placed.latitude, placed.demonstration) == (-21.34, True)
    central = Organisation.objects.get(slug="cio-port-clair")
    assert (central.latitude, central.longitude) == (-20.8823, 55.4504)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"97416"', '"97410"'), "ligne 8, commune : 97410 est un code postal, pas un code INSEE"),
        (('"97411"', '"97999"'), "ligne 19, commune : commune inconnue : 97999 n'est pas dans communes.csv"),
        (
            ("slug: cio-port-clair", "slug: mission-locale-anse-bleue"),
            "ligne 13, slug : « mission-locale-anse-",
        ),
        (("kind: cio", "kind: mairie"), "ligne 15, kind : valeur inconnue"),
        (("latitude: -21.34", "latitude: 0"), "ligne 9, latitude : position à zéro"),
        (("latitude: -21.34", "latitude: 47.3"), "ligne 9, latitude : position hors de France"),
        (("latitude: -21.34", "latitude: -20.88"), "ligne 9, latitude : à 51 km du centre de sa commune"),
        (("  latitude: -21.34\n", ""), "ligne 1, latitude : latitude et longitude vont ensemble"),
        (("02 61 91 00 01", "02 62 12 34 56"), "ligne 11, phone : un exemple ne donne qu'un numéro réservé"),
        (("02 61 91 00 01", "02.61.91.00.01"), "ligne 11, phone : forme inattendue"),
        (("  demonstration: false\n", ""), "ligne 13, demonstration : champ obligatoire absent"),
        (("    - Choisir une voie\n", "    []\n"), "ligne 17, services : il en faut au moins 1"),
    ],
)
def test_each_problem_is_said_with_its_line(tmp_path, change, said):
    with pytest.raises(RefusedDataError) as refusal:
        load_region(write_region(tmp_path, organisations=change))
    problems = [str(problem) for problem in refusal.value.problems]
    assert any(f"organisations.yaml, {said}" in problem for problem in problems), problems
    assert not Organisation.objects.exists()


def test_a_place_that_leaves_is_marked_and_comes_back(tmp_path):
    load_region(write_region(tmp_path / "one"))
    start = "- slug: mission-locale-anse-bleue"
    load_region(write_region(tmp_path / "two", organisations=(start, "- slug: autre-nom")))
    assert Organisation.objects.get(slug="mission-locale-anse-bleue").withdrawn
    assert not Organisation.objects.get(slug="autre-nom").withdrawn
    tally = load_region(write_region(tmp_path / "three"))
    assert tally.withdrawn == 1
    assert not Organisation.objects.get(slug="mission-locale-anse-bleue").withdrawn


def test_the_demonstration_region_has_places_everywhere_and_of_every_kind():
    load_region(settings.JALON_REGION)
    places = Organisation.objects.select_related("commune")
    assert len(places) >= 45
    assert all(place.demonstration and "(exemple)" in place.name for place in places)
    assert {place.commune.departement_id for place in places} == {"18", "28", "36", "37", "41", "45"}
    assert {place.kind for place in places} == set(OrganisationKind.values)
    tally = load_region(settings.JALON_REGION)
    assert (tally.created, tally.updated, tally.withdrawn) == (0, 0, 0)


def test_another_region_takes_the_place_of_all_its_places(tmp_path):
    load_region(settings.JALON_REGION)
    load_region(write_region(tmp_path), replace=True)
    assert set(Organisation.objects.values_list("slug", flat=True)) == {
        "mission-locale-anse-bleue",
        "cio-port-clair",
    }


@pytest.fixture
def three_towns():
    """Blois, Vendôme (30 km) and Paris (160 km), a place in each."""
    blois = commune("Blois", insee_code="41018", latitude=47.58, longitude=1.33)
    vendome = commune("Vendôme", insee_code="41269", latitude=47.79, longitude=1.06)
    paris = commune("Paris", insee_code="75056", latitude=48.86, longitude=2.35)
    organisation("A Paris", commune=paris, kind="apec")
    organisation("B Vendôme", commune=vendome, kind="cio")
    organisation("C Blois", commune=blois)
    organisation("D Blois, fermé", commune=blois, withdrawn=True)
    return blois


def test_places_come_by_real_distance(three_towns):
    found = near(three_towns)
    assert [place.name for place in found] == ["C Blois", "B Vendôme", "A Paris"]
    for place in found:
        expected = distance_km(three_towns.latitude, three_towns.longitude, place.latitude, place.longitude)
        assert place.distance_km == expected
    assert [place.name for place in near(three_towns, kinds=["cio"])] == ["B Vendôme"]
    assert [place.name for place in near_point(48.8, 2.3, limit=1)] == ["A Paris"]


def test_counts_are_those_within_the_radius(three_towns):
    found = places_around(three_towns)
    assert (found.total, found.farther) == (2, False)
    assert {one.kind: one.count for one in found.kinds} == {"mission-locale": 1, "cio": 1, "apec": 0}


def test_beyond_the_radius_the_nearest_are_given_and_said_to_be_far(three_towns):
    found = places_around(three_towns, kinds=["apec"])
    assert (found.total, found.farther) == (0, True)
    assert [place.name for place in found.places] == ["A Paris"]
    assert places_around(three_towns, kinds=["cria"]).places == []


def test_many_places_cost_as_few_queries_as_one(three_towns, django_assert_num_queries):
    for number in range(30):
        organisation(f"Lieu {number}", commune=three_towns)
    with django_assert_num_queries(3), readonly():
        for place in near(three_towns):
            assert place.commune.name
            assert place.source.title
            assert list(place.commune.postal_codes.all())


def test_places_can_be_searched(tmp_path):
    load_region(write_region(tmp_path))
    assert search("mission locale anse bleue", kinds=("organisation",)).hits[0].code == (
        "mission-locale-anse-bleue"
    )
    assert Commune.objects.filter(pk=search("anse bleue", kinds=("commune",)).hits[0].code).exists()
