"""Finding a commune by what people type, on the demonstration region."""

import pytest
from tests.readonly import readonly

from jalon.territory.selectors import (
    commune_by_code,
    communes_by_postal_code,
    communes_by_text,
    largest_communes,
)


def names(found) -> list[str]:
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tours", "Tours"),
        ("tours", "Tours"),
        ("  TOURS ", "Tours"),
        ("37000", "Tours"),
        ("37261", "Tours"),
        ("orleans", "Orléans"),
        ("chateauroux", "Châteauroux"),
        ("chatearoux", "Châteauroux"),
        ("st pierre des corps", "Saint-Pierre-des-Corps"),
        ("la ferte saint aubin", "La Ferté-Saint-Aubin"),
        ("romorantin", "Romorantin-Lanthenay"),
    ],
)
def test_a_commune_is_found_as_people_type_it(live_region, text, first):
    assert names(communes_by_text(text))[0] == first


def test_an_exact_name_stands_alone_unless_it_is_being_typed(live_region):
    assert names(communes_by_text("tours")) == ["Tours"]
    assert len(communes_by_text("tours", beginning=True)) > 1


@pytest.mark.parametrize(
    "text", ["", " ", "zzzzqqq", "\x00", "%", "' OR 1=1 --", "x" * 10_000, "99999", "é" * 300]
)
def test_odd_text_finds_nothing_and_never_fails(live_region, text):
    assert communes_by_text(text) == []


def test_a_shared_postal_code_gives_every_commune(live_region):
    found = communes_by_postal_code("41120")
    assert len(found) > 1
    assert found[0].population == max(one.population for one in found)


def test_reading_costs_few_queries(live_region, django_assert_max_num_queries):
    with django_assert_max_num_queries(3), readonly():
        communes_by_text("41120")
    with django_assert_max_num_queries(2):
        largest_communes(12)
    with django_assert_max_num_queries(2):
        assert commune_by_code("37261").name == "Tours"
