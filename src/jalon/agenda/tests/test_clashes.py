"""What touches a day, which days near are free, which weeks hold too much or nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.easter import easter as dateutil_easter
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.tiny_region import write_region

from jalon.agenda.models import Participation, SchoolHoliday, Theme
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.clashes import (
    Level,
    NearDay,
    Planned,
    Taking,
    clash_of,
    near_days,
    person,
    remarks_on,
    said_near,
)
from jalon.agenda.rules.holidays import Holiday, bridge_of, easter, is_known, public_holidays
from jalon.agenda.rules.loads import BUSY, EMPTY, OFF, USUAL, monday_of, week_loads
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.selectors.calendar import between
from jalon.agenda.selectors.clashes import Wanted, loads_between, look_at, school_holidays
from jalon.directory.rules.roles import Held, Rights
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region

TODAY = date(2026, 11, 23)
DAY = date(2026, 12, 1)
WINTER = Holiday("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3))
KNOWN = [Holiday("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)), WINTER]
OFFICER = Rights(frozenset([Held("region-officer")]), 1)


@given(st.integers(1900, 2199))
def test_public_holidays_of_any_year(year):
    assert easter(year) == dateutil_easter(year)
    found = public_holidays(year)
    assert 10 <= len(found) <= 11
    assert sum(name.count(",") + 1 for name in found.values()) == 11


def test_holidays_of_2027():
    said = {f"{day:%d/%m}": name for day, name in public_holidays(2027).items()}
    assert (said["29/03"], said["06/05"], said["17/05"]) == (
        "Lundi de Pâques",
        "Ascension",
        "Lundi de Pentecôte",
    )
    assert bridge_of(date(2027, 5, 7)) == "pont de l'Ascension"
    assert bridge_of(date(2027, 5, 14)) == ""
    assert "Ascension" in public_holidays(2008)[date(2008, 5, 1)]


def test_what_to_know_of_a_day():
    assert [one.kind for one in remarks_on(date(2026, 12, 25), KNOWN)] == ["férié", "vacances"]
    assert [one.kind for one in remarks_on(date(2026, 12, 12), KNOWN)] == ["week-end"]
    assert remarks_on(DAY, KNOWN) == ()
    assert remarks_on(date(2027, 3, 2), KNOWN)[0].words.endswith("pas encore connues.")
    assert not is_known(DAY, [])


def planned(hour=14, **fields):
    values = {
        "first_day": DAY,
        "last_day": DAY,
        "starts_at": datetime(2026, 12, 1, hour - 1, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 1, hour + 1, tzinfo=UTC),
        "territories": frozenset(["tours"]),
        "audiences": frozenset(["young"]),
        "taking": Taking(frozenset([7]), frozenset([person("Ana Pérez")])),
    }
    return Planned(**values | fields)


@pytest.fixture
def other(db):
    def made(**fields):
        values = {"first_day": DAY, "visibility": "network"}
        factories.event(**values | fields)
        return between(OFFICER, Asked(), DAY - timedelta(40), DAY + timedelta(40))[-1]

    return made


def clash(one, other, taking=Taking()):  # noqa: B008 - a frozen value
    return clash_of(one, other, taking, {7: "CIO de Tours"}, {"tours": "Tours"})


def test_the_same_people_the_same_territory_the_same_audience(other):
    tours = factories.territory("Tours", slug="tours")
    same = other(territories=(tours,), audiences=["young"])
    found = clash(planned(), same, Taking(frozenset([7]), frozenset()))
    assert (found.level, found.reason) == (Level.PEOPLE, "CIO de Tours y participe aussi, aux mêmes heures")
    found = clash(planned(), same, Taking(frozenset(), frozenset([person("PEREZ Ana")])))
    assert (found.level, found.reason) == (
        Level.PEOPLE,
        "une même personne y participe aussi, aux mêmes heures",
    )
    found = clash(planned(9), same)
    assert found.level == Level.TERRITORY
    assert found.reason == (
        "même territoire (Tours), pour le même public (jeunes de 16 à 25 ans), à 14 h, à d'autres heures"
    )
    found = clash(planned(territories=frozenset()), same)
    assert (found.level, found.reason) == (
        Level.AUDIENCE,
        "même public (jeunes de 16 à 25 ans), aux mêmes heures",
    )
    assert clash(planned(territories=frozenset(), audiences=frozenset(["parents"])), same) is None


def test_what_does_not_take_place_or_is_for_everyone_touches_nothing(other):
    tours = factories.territory("Tours", slug="tours")
    assert clash(planned(), other(territories=(tours,), state="cancelled")) is None
    assert clash(planned(), other(territories=(tours,), state="postponed")) is None
    assert clash(planned(), other(territories=(tours,), first_day=DAY + timedelta(1))) is None
    everyone = other(audiences=["everyone"], first_day=DAY, title="z")
    assert clash(planned(territories=frozenset(), audiences=frozenset(["everyone"])), everyone) is None


def test_a_week_touches_each_of_its_days(other):
    tours = factories.territory("Tours", slug="tours")
    week = other(territories=(tours,), first_day=DAY - timedelta(2), last_day=DAY + timedelta(3), start=None)
    assert clash(planned(), week).reason.endswith("toute la journée")


@given(st.dates(date(2026, 11, 23), date(2028, 1, 1)), st.dictionaries(st.integers(-3, 3), st.integers(0, 3)))
def test_near_days_are_the_same_weekday_and_the_free_ones_come_first(day, counts):
    clashes = {day + timedelta(weeks=weeks): count for weeks, count in counts.items()}
    found = near_days(day, today=TODAY, clashes=clashes, holidays=KNOWN)
    assert all(one.day.weekday() == day.weekday() and one.day >= TODAY and one.day != day for one in found)
    assert [one.free for one in found] == sorted((one.free for one in found), reverse=True)
    for one in found:
        assert one.free == (said_near(one).endswith(": libre"))
        if one.free:
            assert not one.clashes
            assert one.day not in public_holidays(one.day.year)


def test_without_a_free_day_the_one_with_the_fewest_clashes_comes_first():
    day = date(2027, 1, 12)
    counts = {-3: 0, -2: 0, -1: 3, 1: 2, 2: 1, 3: 1}
    clashes = {day + timedelta(weeks=weeks): count for weeks, count in counts.items()}
    found = near_days(day, today=TODAY, clashes=clashes, holidays=KNOWN)
    assert not any(one.free for one in found)
    assert [one.weeks for one in found] == [2, 3, 1, -1, -2, -3]  # the last two are in school holidays


def test_a_day_that_is_not_free_says_why():
    (remark,) = remarks_on(date(2026, 12, 22), KNOWN)
    one = NearDay(date(2026, 12, 22), 3, False, 2, (remark,))
    assert said_near(one) == (
        "mardi 22 décembre 2026 : Vacances de Noël : les élèves et leurs parents sont peu disponibles"
        " ; 2 événements ce jour-là"
    )


@pytest.mark.django_db
def test_looking_at_days_before_choosing_them(django_assert_num_queries):
    tours, place = factories.territory("Tours", slug="tours"), factories.organisation("CIO")
    for one in KNOWN:
        SchoolHoliday.objects.create(
            name=one.name, first_day=one.first_day, last_day=one.last_day, source=factories.source()
        )
    mine = factories.event("le mien", first_day=DAY, territories=(tours,))
    factories.event("autre", first_day=DAY + timedelta(7), territories=(tours,), visibility="network")
    part = factories.event("avec le CIO", first_day=DAY, visibility="network")
    Participation.objects.create(event=part, organisation=place, part="speaker")
    declined = factories.event("sans le CIO", first_day=DAY, visibility="network")
    Participation.objects.create(event=declined, organisation=place, part="speaker", state="declined")
    factories.event("caché", first_day=DAY, territories=(tours,), visibility="draft")
    wanted = Wanted(frozenset([tours.pk]), frozenset(["young"]), frozenset([place.pk]))
    slot = SlotFacts(DAY, time(14), DAY, time(17), "FREQ=WEEKLY;COUNT=4")
    with django_assert_num_queries(6):
        looks = look_at(
            OFFICER, slots=[slot], zone="Europe/Paris", wanted=wanted, today=TODAY, leave_out=mine.pk
        )
    assert [[clash.happening.title for clash in look.clashes] for look in looks] == [
        ["avec le CIO"],
        ["autre"],
        [],
        [],
    ]
    assert looks[2].is_clear and not looks[0].is_clear
    assert [one.kind for one in looks[3].remarks] == ["vacances"]
    assert (looks[0].near[0].day, looks[0].near[0].free) == (date(2026, 11, 24), True)
    refused = [one for one in looks[0].near if not one.free]
    assert {(one.day.isoformat(), one.clashes) for one in refused} == {("2026-12-08", 1), ("2026-12-22", 0)}
    anonymous = look_at(Rights(), slots=[slot], zone="Europe/Paris", wanted=wanted, today=TODAY)
    assert [clash.happening.title for clash in anonymous[0].clashes] == ["le mien"]


@pytest.mark.django_db
def test_weeks_that_hold_too_much_or_nothing():
    tours, dreux = factories.territory("Tours", slug="tours"), factories.territory("Dreux", slug="dreux")
    source = factories.source()
    SchoolHoliday.objects.create(
        name=WINTER.name, first_day=WINTER.first_day, last_day=WINTER.last_day, source=source
    )
    monday = date(2026, 11, 30)
    factories.event("toujours", first_day=monday, rule="FREQ=WEEKLY;COUNT=3", territories=(tours,))
    for index in range(4):
        factories.event(f"plein {index}", first_day=monday + timedelta(8 + index % 3), territories=(tours,))
    factories.event("annulé", first_day=monday + timedelta(14), territories=(tours,), state="cancelled")
    for index in range(3):
        factories.event(
            f"jeunes {index}", first_day=monday + timedelta(index), audiences=["young"], territories=(dreux,)
        )
    loads = loads_between(OFFICER, Asked(), monday, monday + timedelta(27))
    assert list(loads) == ["dreux", "tours"]
    name, weeks = loads["tours"]
    assert (name, [one.level for one in weeks]) == ("Tours", [USUAL, BUSY, USUAL, OFF])
    assert weeks[1].reason == "5 événements, pour 1 d'habitude"
    assert weeks[3].reason == "rien : vacances de noël"
    _name, weeks = loads["dreux"]
    assert [one.level for one in weeks] == [BUSY, EMPTY, EMPTY, OFF]
    assert weeks[0].reason == "3 événements pour le même public (jeunes de 16 à 25 ans)"
    assert list(loads_between(OFFICER, Asked(territories=("tours",)), monday, monday)) == ["tours"]


def test_no_event_is_an_empty_week():
    loads = week_loads([], territories=["tours"], first=DAY, last=DAY, holidays=[])
    assert [(one.monday, one.level) for one in loads["tours"]] == [(monday_of(DAY), EMPTY)]


@pytest.mark.django_db
def test_the_folder_says_when_schools_are_closed(tmp_path):
    folder = write_region(tmp_path)
    (folder / "agenda").mkdir()
    file = folder / "agenda" / "school_holidays.yaml"
    file.write_text("- {name: Noël, first_day: 2026-12-19, last_day: 2027-01-03}\n", encoding="utf-8")
    (folder / "agenda" / "themes.yaml").write_text("- {slug: cv, name: CV}\n", encoding="utf-8")
    load_region(folder)
    assert school_holidays() == [Holiday("Noël", date(2026, 12, 19), date(2027, 1, 3))]
    assert Theme.objects.get().name == "CV"
    file.write_text(
        "- {name: Noël, first_day: 2026-12-19, last_day: 2026-12-01}\n"
        "- {name: Fin, first_day: 2026-12-20, last_day: 2027-01-03}\n"
        "- {name: Encore, first_day: 2026-12-25, last_day: 2027-01-02}\n",
        encoding="utf-8",
    )
    with pytest.raises(RefusedDataError) as refusal:
        load_region(folder)
    told = [str(problem) for problem in refusal.value.problems]
    assert len(told) == 2 and "school_holidays.yaml, ligne 1, last_day" in told[0]
    file.unlink()
    (folder / "agenda" / "themes.yaml").unlink()
    load_region(folder)
    assert (school_holidays(), Theme.objects.count()) == ([], 0)
