"""Occurrences: which one stands for its item on a day, and what is found, counted and sorted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.search.rules.occurrences import FAR, Occurrence, Wanted, chain
from jalon.search.selectors.occurrences import (
    Order,
    all_refs,
    count_by_place,
    count_by_tag,
    count_occurrences,
    find_occurrences,
    first_refs,
    occurrences_version,
    shelf,
)
from jalon.search.services import changed, reindex
from jalon.search.services import occurrences as service
from jalon.search.services.entries import ENTRIES
from jalon.search.services.occurrences import Source

TODAY = date(2026, 11, 22).toordinal()
days = st.integers(TODAY - 400, TODAY + 400)


@given(st.lists(st.tuples(st.none() | days, st.none() | days), max_size=8), days)
def test_one_occurrence_at_most_stands_for_its_item(dates, on):
    links = chain(dates)
    standing = [link for link in links if link.before < on <= link.until]
    catchable = [until or FAR for _start, until in dates]
    assert len(standing) == any(until >= on for until in catchable)
    assert sum(link.last for link in links) == 1
    if standing:
        assert standing[0].until == min(until for until in catchable if until >= on)


ITEMS = {
    "boulanger-tours": ("CAP Boulanger", "37261", ("mode:school", "out:3"), [-200, 40, 400], 24),
    "boulanger-blois": ("CAP Boulanger", "41018", ("mode:apprenticeship", "out:3"), [10], 24),
    "patissier-tours": ("CAP Pâtissier", "37261", ("mode:apprenticeship", "out:3"), [5, 90], 12),
    "soudure": ("Titre professionnel soudeur", "36044", ("mode:adult", "out:3"), [-30], 6),
    "anglais": ("Anglais professionnel", "37261", ("mode:distance",), [], 1),
}


def occurrences(items):
    for ref, (item, (title, place, facets, starts, length)) in enumerate(items.items()):
        for link in chain([(TODAY + n, TODAY + n) for n in starts]):
            yield Occurrence(item, ref, link, (title,), ("fournil",), facets, (f"rome:{ref}",), place, length)


@pytest.fixture(autouse=True)
def shop(db, monkeypatch):
    items = dict(ITEMS)

    def touched(keys):
        for key in keys:
            yield key, [one for one in occurrences(items) if one.item == key]

    source = Source(lambda: occurrences(items), touched, lambda keys: len(keys) > 3)
    monkeypatch.setattr(service, "_declared", {"thing": source})
    shelf.forget()
    reindex()
    yield items
    shelf.forget()


def found(order=Order.START, offset=0, limit=20, **asked):
    return find_occurrences("thing", Wanted(TODAY, **asked), order=order, offset=offset, limit=limit)


def test_what_can_still_be_caught_is_found_soonest_first():
    answer = found()
    assert answer.refs == [2, 1, 0]
    assert answer.total == 3
    assert answer.undated == 2
    assert answer.facets == {"mode:apprenticeship": 2, "mode:school": 1, "out:3": 3}


def test_what_has_no_start_of_its_own_comes_last(shop, monkeypatch):
    soon = Occurrence("vae", 9, chain([(None, None)])[0], ("VAE Boulanger",), place="37261", late=True)
    monkeypatch.setattr(
        service, "_declared", {"thing": Source(lambda: [*occurrences(shop), soon], None, None)}
    )
    reindex()
    assert found().refs == [2, 1, 0, 9]


def test_another_day_needs_no_other_index():
    assert find_occurrences("thing", Wanted(TODAY + 60)).refs == [2, 0]
    assert find_occurrences("thing", Wanted(TODAY + 500)).total == 0
    assert find_occurrences("thing", Wanted(TODAY + 500)).undated == len(ITEMS)


def test_what_has_no_date_any_more_is_found_when_asked():
    assert sorted(found(undated=True).refs) == [3, 4]


def test_a_dimension_in_use_still_counts_its_other_values():
    answer = found(facets={"mode": ("school",)})
    assert answer.refs == [0]
    assert answer.facets == {"mode:apprenticeship": 2, "mode:school": 1, "out:3": 1}


def test_words_are_understood_as_elsewhere():
    assert found(text="boulangère").refs == [1, 0]
    assert found(text="pâtissière").refs == [2]
    assert found(text="fournil").wide
    assert found(text="zzzz").total == 0
    assert found(text="zzzz").facets == {}


def test_places_bound_and_sort():
    assert found(places=("41018",)).refs == [1]
    near = found(Order.DISTANCE, places=("37261", "41018"))
    assert near.refs == [2, 0, 1]
    for offset in range(4):
        assert (
            found(Order.DISTANCE, offset, 1, places=("37261", "41018")).refs == near.refs[offset : offset + 1]
        )
    assert found(places=()).total == 0


def test_tags_lengths_and_bounds():
    assert found(tags=(("rome:0", "rome:1"),)).refs == [1, 0]
    assert found(Order.LENGTH).refs[0] == 2
    assert found(latest=TODAY + 10).refs == [2, 1]
    assert found(soon=(TODAY + 5, TODAY + 40)).soon == {TODAY + 5: 1, TODAY + 40: 3}


def test_counts_by_place_and_exports():
    assert count_by_place("thing", Wanted(TODAY)) == {"37261": 2, "41018": 1}
    assert find_occurrences("thing", Wanted(TODAY), mapped=True).places == {"37261": 2, "41018": 1}
    assert all_refs("thing", Wanted(TODAY)) == [2, 1, 0]
    assert all_refs("thing", Wanted(TODAY), most=1) == [2]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("places", [None, ("37261", "41018"), ("41018",)])
def test_the_first_refs_are_those_of_the_whole_answer(order, places):
    for limit in (1, 2, 3):
        whole = found(order, 0, limit, places=places)
        total, refs = first_refs("thing", Wanted(TODAY, places=places), order=order, limit=limit)
        assert (total, sorted(refs)) == (whole.total, sorted(whole.refs))


def test_counts_by_tag_are_those_of_what_answers():
    assert count_by_tag("thing", Wanted(TODAY), "rome:") == {"0": 1, "1": 1, "2": 1}
    assert count_by_tag("thing", Wanted(TODAY, places=("41018",)), "rome:") == {"1": 1}
    assert count_by_tag("thing", Wanted(TODAY), "rom.:") == {}
    assert count_by_tag("thing", Wanted(TODAY, places=()), "rome:") == {}


def test_the_version_moves_with_the_index(shop):
    before = occurrences_version()
    assert occurrences_version() == before
    reindex()
    assert occurrences_version() != before


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "boulangère"},
        {"text": "zzzz"},
        {"facets": {"mode": ("apprenticeship", "adult")}},
        {"places": ("37261", "41018"), "latest": TODAY + 10},
        {"places": tuple(f"{code:05}" for code in range(37250, 37270))},
        {"undated": True},
    ],
)
def test_counting_alone_says_what_finding_says(asked):
    wanted = Wanted(TODAY, **asked)
    assert count_occurrences("thing", wanted) == find_occurrences("thing", wanted, limit=3).total


def test_many_places_at_once_are_those_places():
    around = tuple(f"{code:05}" for code in range(37250, 37270))
    assert found(places=around).refs == [2, 0]
    assert found(Order.DISTANCE, places=(*around, "41018")).refs == [2, 0, 1]


def test_the_index_follows_a_write(shop, django_capture_on_commit_callbacks):
    shop["boulanger-blois"] = ("CAP Fleuriste", "41018", ("mode:school",), [3], 24)
    del shop["patissier-tours"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="thing", keys=["boulanger-blois", "patissier-tours"])
    assert found(text="fleuriste").total == 1
    assert found(text="patissier").total == 0
    assert found().total == 2


def test_an_index_that_fails_keeps_the_other_from_nothing(
    shop, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(applied):
        raise RuntimeError("entries cannot be read")

    monkeypatch.setattr(ENTRIES, "_pending", fail)
    del shop["patissier-tours"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="thing", keys=["patissier-tours"])
    assert found().refs == [1, 0]


def test_borrowed_words_make_the_index_again(shop, monkeypatch, django_capture_on_commit_callbacks):
    source = Source(lambda: occurrences(shop), None, lambda keys: False, follows=("occupation",))
    monkeypatch.setattr(service, "_declared", {"thing": source})
    before = shelf.read_state()["generation"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="occupation", keys=["D1102"])
    assert shelf.read_state()["generation"] != before


def test_many_changes_make_the_index_again(shop, django_capture_on_commit_callbacks):
    before = shelf.read_state()["generation"]
    with django_capture_on_commit_callbacks(execute=True):
        changed(kind="thing", keys=list(ITEMS))
    assert shelf.read_state()["generation"] != before


def test_a_damaged_index_is_made_again():
    folder = shelf.folder() / shelf.read_state()["generation"]
    for path in folder.iterdir():
        path.write_bytes(b"?")
    shelf.forget()
    assert found().total == 3
