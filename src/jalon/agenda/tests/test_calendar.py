"""What each person sees between two days, with filters and their counts."""

from datetime import date, time, timedelta

import pytest
from tests import factories

from jalon.agenda.models import Participation, Slot, SlotChange, Theme
from jalon.agenda.permissions import can_see_event
from jalon.agenda.rules.asked import Asked
from jalon.agenda.selectors.calendar import between, dates_of, facets, happening
from jalon.agenda.services import rebuild_occurrences
from jalon.directory.rules.roles import Held, Rights

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
NOBODY = Rights()


def titles(rights=NOBODY, asked=Asked(), first=FIRST, last=LAST):  # noqa: B008 - a frozen value
    return [one.title for one in between(rights, asked, first, last)]


def rights(role, *, organisation=None, territory=None, account=999):
    held = Held(role, organisation and organisation.pk, territory and territory.pk)
    return Rights(frozenset([held]), account)


@pytest.fixture
def tours():
    return factories.territory("Tours", slug="tours")


@pytest.fixture
def place():
    return factories.organisation("Mission locale")


def test_what_a_line_shows(tours, place):
    factories.event(organisation=place, commune=place.commune, place_name="Halle", territories=(tours,))
    (one,) = between(NOBODY, Asked(), FIRST, LAST)
    assert (one.title, one.kind_label, one.state_label, one.days) == (
        "Forum des métiers",
        "Forum",
        "Ouvert",
        1,
    )
    assert (one.start, one.end, one.all_day) == (time(14), time(17), False)
    assert (one.place_name, one.commune, one.latitude) == ("Halle", "Blois", place.commune.latitude)
    assert (one.organisation_name, one.territories) == ("Mission locale", ("tours",))


def test_days_touch_the_window_not_only_begin_in_it():
    factories.event("semaine", first_day=date(2026, 2, 25), last_day=date(2026, 3, 1), start=None)
    factories.event("avant", first_day=date(2026, 2, 28))
    factories.event("dernier", first_day=LAST)
    assert titles() == ["semaine", "dernier"]


def test_hours_are_those_of_the_event_not_of_the_site():
    factories.event(zone="Indian/Reunion", start=time(9), end=time(10))
    (one,) = between(NOBODY, Asked(), FIRST, LAST)
    assert (one.start, one.starts_at.hour) == (time(9), 5)


def test_one_date_cancelled_says_so_alone():
    event = factories.event(rule="FREQ=WEEKLY;COUNT=2")
    SlotChange.objects.create(
        slot=Slot.objects.get(),
        original="2026-03-17T14:00",
        cancelled=True,
        title="Bilan",
        place_name="Salle B",
    )
    rebuild_occurrences(event, today=FIRST)
    found = between(NOBODY, Asked(), FIRST, LAST)
    assert [(one.title, one.state_label) for one in found] == [
        ("Forum des métiers", "Ouvert"),
        ("Bilan", "Annulé"),
    ]
    assert [one.title for one in between(NOBODY, Asked(states=("cancelled",)), FIRST, LAST)] == ["Bilan"]


def test_who_sees_what(tours, place):
    other, dreux = factories.organisation("Autre"), factories.territory("Dreux")
    made = {
        "public": factories.event("public"),
        "waiting": factories.event("waiting", moderation="waiting", organisation=place, territories=(tours,)),
        "idea": factories.event("idea", state="idea", organisation=place, territories=(tours,)),
        "network": factories.event("network", visibility="network"),
        "organisation": factories.event(
            "organisation", visibility="organisation", organisation=place, territories=(tours,)
        ),
        "draft": factories.event("draft", visibility="draft", organisation=place, territories=(tours,)),
    }
    Participation.objects.create(event=made["organisation"], organisation=other, part="partner")
    seen = {
        "anonymous": NOBODY,
        "elsewhere": rights("adviser", organisation=factories.organisation("Ailleurs")),
        "taking part": rights("partner-member", organisation=other),
        "own": rights("partner-member", organisation=place),
        "coordinator": rights("coordinator", territory=tours),
        "coordinator elsewhere": rights("coordinator", territory=dreux),
        "region": rights("region-officer"),
    }
    expected = {
        "anonymous": {"public"},
        "elsewhere": {"public", "waiting", "idea", "network"},
        "taking part": {"public", "waiting", "idea", "network", "organisation"},
        "own": set(made),
        "coordinator": set(made) - {"draft"},
        "coordinator elsewhere": {"public", "waiting", "idea", "network"},
        "region": set(made) - {"draft"},
    }
    for who, what in seen.items():
        assert set(titles(what)) == expected[who], who
        assert {title for title, event in made.items() if can_see_event(what, event)} == expected[who]
        assert {title for title, event in made.items() if happening(event.key, what)} == expected[who]


def test_filters_narrow_and_their_values_add_up(tours, place):
    theme = Theme.objects.create(slug="illettrisme", name="Illettrisme")
    sector = factories.sector("sante")
    occupation = factories.occupation()
    a = factories.event("a", kind="forum", organisation=place, territories=(tours,), audiences=["young"])
    b = factories.event("b", kind="webinar", audiences=["professionals"], summary="Repérer l'illettrisme")
    factories.event("c", kind="workshop", audiences=["everyone"], commune=place.commune, place_name="Halle")
    a.themes.set([theme])
    a.occupations.set([occupation])
    b.sectors.set([sector])
    assert titles(asked=Asked(types=("forum", "webinar"))) == ["a", "b"]
    assert titles(asked=Asked(territories=("tours",))) == ["a"]
    assert titles(asked=Asked(organisations=(place.slug,))) == ["a"]
    assert titles(asked=Asked(audiences=("young",))) == ["a", "c"]
    assert titles(asked=Asked(audiences=("professionals",))) == ["b"]
    assert titles(asked=Asked(themes=("illettrisme",))) == ["a"]
    assert titles(asked=Asked(sectors=("sante",))) == ["b"]
    assert titles(asked=Asked(occupation=occupation.pk)) == ["a"]
    assert titles(asked=Asked(text="reperer illet")) == ["b"]
    assert titles(asked=Asked(text="halle BLOIS")) == ["c"]
    assert titles(asked=Asked(types=("forum",), audiences=("professionals",))) == []
    assert titles(asked=Asked(commune=place.commune.insee_code, km=10)) == ["c"]
    assert titles(asked=Asked(commune="99999", km=10)) == []


def test_what_is_mine(tours, place):
    factories.event("territory", territories=(tours,))
    factories.event("structure", organisation=place)
    part = factories.event("part")
    Participation.objects.create(event=part, organisation=place, part="partner")
    factories.event("other")
    asked = Asked(mine=True)
    assert titles(rights("coordinator", territory=tours), asked) == ["territory"]
    assert titles(rights("adviser", organisation=place), asked) == ["structure", "part"]
    assert titles(NOBODY, asked) == []


def test_each_value_counts_what_choosing_it_would_show(tours, place):
    for kind in ("forum", "forum", "webinar"):
        factories.event(kind=kind, territories=(tours,), audiences=["young"], organisation=place)
    factories.event(kind="week", audiences=["professionals"])
    asked = Asked(types=("forum",))
    found = facets(NOBODY, asked, FIRST, LAST)
    for name, counts in found.items():
        for one in counts:
            alone = Asked(**{"types": asked.types} | {name: (one.value,)})
            assert len(between(NOBODY, alone, FIRST, LAST)) == one.count, (name, one)
    assert [(one.label, one.count, one.chosen) for one in found["types"]] == [
        ("Forum", 2, True),
        ("Webinaire", 1, False),
        ("Semaine à thème", 1, False),
    ]
    assert [(one.label, one.count) for one in found["territories"]] == [("Tours", 2)]


def test_queries_do_not_grow_with_dates(tours, place, django_assert_num_queries):
    for index in range(12):
        factories.event(
            f"e{index}",
            first_day=FIRST + timedelta(index),
            territories=(tours,),
            organisation=place,
            commune=place.commune,
            rule="FREQ=WEEKLY;COUNT=3",
        )
    with django_assert_num_queries(2):
        assert len(between(NOBODY, Asked(types=("forum",), territories=("tours",)), FIRST, LAST)) > 30
    with django_assert_num_queries(8):
        facets(NOBODY, Asked(), FIRST, LAST)


def test_all_the_dates_of_one_event(tours, django_assert_num_queries):
    event = factories.event(rule="FREQ=WEEKLY;COUNT=3", territories=(tours,))
    with django_assert_num_queries(2):
        found = dates_of(event)
    assert [one.first_day.day for one in found] == [10, 17, 24]
    assert found[0].territories == ("tours",)
