"""Filtered lists, cards and ways in, read from the database."""

import datetime

import pytest
from tests import factories

from jalon.occupations import selectors
from jalon.occupations.enums import Level, Status
from jalon.occupations.rules.facets import Filters
from jalon.occupations.selectors.atlas import shortened
from jalon.occupations.selectors.filters import CONDITION_NAMES, FAMILIES
from jalon.occupations.selectors.pages import length_in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_occupations():
    health = factories.sector("sante", name="Santé")
    wood = factories.sector("bois", name="Bois")
    factories.occupation(
        "J1501", "Aide-soignant", level=4, conditions=("nights", "public"), sectors=(health,)
    )
    factories.occupation("H2201", "Menuisier", level=3, conditions=("noise",), sectors=(wood,))
    factories.occupation("Z9999", "Inconnu", level=None)


def test_without_filter_all_come_from_a_to_z(three_occupations):
    assert selectors.find(None, Filters()).codes == ["J1501", "Z9999", "H2201"]


def test_a_given_order_is_kept(three_occupations):
    assert selectors.find(["H2201", "Z9999", "A0000", "J1501"], Filters()).codes == [
        "H2201",
        "Z9999",
        "J1501",
    ]


def test_the_unknown_are_counted_and_join_when_asked(three_occupations):
    found = selectors.find(None, Filters(levels=frozenset({3})))
    assert found.codes == ["H2201"]
    assert found.unknown == 1
    assert selectors.find(None, Filters(levels=frozenset({3}), unknown=True)).codes == ["Z9999", "H2201"]


def test_refusing_nights_does_not_claim_that_the_unknown_has_none(three_occupations):
    found = selectors.find(None, Filters(refused=frozenset({"nights"})))
    assert found.codes == ["H2201"]
    assert found.unknown == 1


def test_each_value_shows_its_count(three_occupations):
    levels, sectors = selectors.find(None, Filters(levels=frozenset({3}))).groups
    assert [(one.label, one.count, one.checked) for one in levels.choices] == [
        ("CAP", 1, True),
        ("Bac", 1, False),
    ]
    assert [(one.label, one.count) for one in sectors.choices] == [("Bois", 1)]


def test_a_chosen_sector_stays_on_screen_even_when_it_gives_nothing(three_occupations):
    filters = Filters(levels=frozenset({3}), sectors=frozenset({"sante"}))
    found = selectors.find(None, filters)
    assert found.codes == []
    assert ("sante", 0, True) in [(one.value, one.count, one.checked) for one in found.groups[1].choices]


def test_every_condition_belongs_to_one_family():
    listed = [condition for _, conditions in FAMILIES for condition in conditions]
    assert sorted(listed) == sorted(CONDITION_NAMES)


def test_a_withdrawn_occupation_is_not_listed():
    factories.occupation(status=Status.WITHDRAWN)
    assert selectors.find(None, Filters()).codes == []


def test_active_filters_can_be_taken_away_one_by_one(three_occupations):
    filters = Filters(frozenset({3}), frozenset({"nights"}), frozenset({"public"}), frozenset({"bois"}), True)
    words = selectors.active_filters(filters, {"bois": "Bois"})
    assert [(name, value) for name, value, _ in words] == [
        ("niveau", "3"),
        ("avec", "nights"),
        ("sans", "public"),
        ("secteur", "bois"),
        ("inconnus", "1"),
    ]


def test_cards_keep_the_order_and_say_what_is_an_example(three_occupations):
    aide = selectors.occupation_page("j1501")
    factories.sheet(aide)
    cards = selectors.cards(["H2201", "J1501", "A0000"], why={"H2201": "Nom : Menuisier"})
    assert [(card.code, card.demonstration, card.why, card.sectors) for card in cards] == [
        ("H2201", False, "Nom : Menuisier", ("Bois",)),
        ("J1501", True, "", ("Santé",)),
    ]


def test_lists_take_one_query_once_a_load_is_known(three_occupations, django_assert_num_queries):
    factories.load(finished_at=datetime.datetime.now(datetime.UTC))
    selectors.find(None, Filters())
    with django_assert_num_queries(1):
        found = selectors.find(None, Filters(levels=frozenset({3})))
        selectors.cards(found.codes, atlas=found.atlas)


def test_another_load_is_seen_at_once(three_occupations):
    factories.load(finished_at=datetime.datetime.now(datetime.UTC))
    selectors.find(None, Filters())
    factories.occupation("A1101", "Tractoriste")
    factories.load(finished_at=datetime.datetime.now(datetime.UTC))
    assert "A1101" in selectors.find(None, Filters()).codes


def test_reading_without_a_load_takes_few_queries(three_occupations, django_assert_num_queries):
    with django_assert_num_queries(5):
        selectors.find(None, Filters())


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (None, ""),
        (11, "11 mois"),
        (12, "1 an"),
        (18, "1 an et demi"),
        (24, "2 ans"),
        (27, "2 ans et 3 mois"),
        (30, "2 ans et demi"),
    ],
)
def test_a_length_in_words(months, words):
    assert length_in_words(months) == words


def test_a_long_summary_stops_at_a_sentence_or_at_a_word():
    assert shortened("Court.") == "Court."
    assert shortened("a" * 90 + ". " + "mot " * 80) == "a" * 90 + "."
    cut = shortened("mot " * 80)
    assert cut.endswith("mot…")
    assert len(cut) <= 210


def test_steps_are_reached_up_to_the_level():
    states = [state for _, state, _, _ in selectors.level_steps(Level.BAC)]
    assert states == ["done", "done", "here", "", "", "", ""]
    assert {state for _, state, _, _ in selectors.level_steps(None)} == {""}


def test_ways_in_come_with_the_official_texts():
    aide = factories.occupation()
    sheet = factories.sheet(aide)
    factories.way_in(sheet, "Bac pro", level=4, months=36, position=1)
    factories.way_in(sheet, "Formation", level=0, modes=["direct", "unknown"], months=None, position=2)
    factories.text(aide, "Cet emploi est accessible avec un CAP.")
    ways = selectors.ways_of("J1501")
    assert [(row.diploma, row.length, row.modes) for row in ways.rows] == [
        ("Formation", "", ["par embauche directe"]),
        ("Bac pro", "3 ans", ["à l'école"]),
    ]
    assert [text.text for text in ways.official] == ["Cet emploi est accessible avec un CAP."]
    assert selectors.ways_of("X0000") is None


def test_the_six_interests_have_words_and_a_picture():
    lines = selectors.interest_lines()
    assert [line.letter for line in lines] == list("RIASEC")
    assert all(line.words and line.url for line in lines)
