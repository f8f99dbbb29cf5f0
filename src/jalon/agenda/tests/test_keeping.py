"""What is personal in the calendar goes in its time, or when the person asks; copies say what they meet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.agenda.enums import Visibility
from jalon.agenda.models import Attachment, Event, Participation, SchoolHoliday
from jalon.agenda.permissions import can_add_event, can_change_event, can_moderate, can_see_event
from jalon.agenda.rules.keeping import years_before
from jalon.agenda.selectors.copies import look_at_copy
from jalon.agenda.selectors.taking_part import events_of
from jalon.agenda.services.keeping import clean_events, forget_person
from jalon.directory.enums import Role
from jalon.directory.rules.roles import SCOPES, Held, Rights

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)), st.integers(1, 20))
def test_years_before_any_day(day, years):
    before = years_before(day, years)
    assert (before.year, before.month) == (day.year - years, day.month)
    assert day.day - before.day in (0, 1)


def attached(event):
    return Attachment.objects.create(
        event=event,
        key=f"k{event.pk}",
        name="a.pdf",
        mimetype="application/pdf",
        content=b"x",
        size=1,
        added_at=NOW,
    )


@pytest.mark.django_db
def test_names_go_after_three_years_and_files_after_two():
    for years in (1, 2, 3, 4):
        event = factories.event(
            str(years), first_day=date(2026, 11, 20).replace(year=2026 - years), contact="Ana, 02 61 91 00 01"
        )
        Participation.objects.create(event=event, name="Ana", part="speaker")
        attached(event)
    weekly = factories.event("weekly", first_day=date(2020, 1, 6), rule="FREQ=WEEKLY", contact="Ana")
    attached(weekly)
    assert clean_events(now=NOW) == (2, 2, 3)
    kept = Participation.objects.exclude(name="").values_list("event__title", flat=True)
    assert sorted(kept) == ["1", "2"]
    assert set(Attachment.objects.values_list("event__title", flat=True)) == {"1", "weekly"}
    assert clean_events(now=NOW) == (0, 0, 0)
    assert Event.objects.count() == 5


@pytest.mark.django_db
def test_someone_erased_is_no_longer_named():
    account = factories.account(name="Ana Pérez")
    event = factories.event(contact="Écrire à Ana Pérez", created_by=account)
    Participation.objects.create(event=event, name="PEREZ Ana", part="speaker")
    Participation.objects.create(event=event, name="Léo Ana", part="speaker")
    other = factories.event(contact="Écrire à Léo")
    (part,) = events_of(None, account=account)
    assert [row[0] for row in part.rows] == ["écrit par vous", "Intervient"]
    forget_person(None, account=account, words=["Ana Pérez", "ana@exemple.fr"], things=[])
    assert sorted(Participation.objects.values_list("name", "state")) == [
        ("", "to-identify"),
        ("Léo Ana", "confirmed"),
    ]
    assert set(Event.objects.values_list("contact", flat=True)) == {"", "Écrire à Léo"}
    assert other.contact


@pytest.mark.django_db
def test_a_copy_says_what_it_meets():
    tours = factories.territory(slug="tours")
    event = factories.event(first_day=date(2026, 3, 10), territories=(tours,))
    factories.event("l'an prochain", first_day=date(2027, 3, 9), territories=(tours,))
    SchoolHoliday.objects.create(
        name="Vacances d'hiver",
        first_day=date(2027, 2, 20),
        last_day=date(2027, 3, 14),
        source=factories.source(),
    )
    (look,) = look_at_copy(Rights(), event, today=NOW.date())
    assert look.first_day == date(2027, 3, 9)
    assert [clash.happening.title for clash in look.clashes] == ["l'an prochain"]
    assert [one.kind for one in look.remarks] == ["vacances"]
    assert look_at_copy(Rights(), event, today=NOW.date(), shift=timedelta(1)) == []


def everyone(place, territory):
    """Each role, here and elsewhere, and nobody."""
    elsewhere = factories.organisation("Ailleurs"), factories.territory(slug="ailleurs")
    yield "nobody", Rights()
    for role in Role.values:
        for where, (organisation, held) in {"here": (place, territory), "elsewhere": elsewhere}.items():
            scope = SCOPES.get(role, "organisation")
            one = Held(
                role,
                organisation.pk if scope == "organisation" else None,
                held.pk if scope == "territory" else None,
            )
            yield f"{role} {where}", Rights(frozenset([one]), 900)


@pytest.mark.django_db
def test_nobody_changes_or_reads_over_what_she_does_not_see():
    place, tours = factories.organisation(), factories.territory(slug="tours")
    events = [
        factories.event(
            visibility=visibility,
            moderation=moderation,
            state=state,
            organisation=organisation,
            territories=where,
        )
        for visibility in Visibility.values
        for moderation in ("not-needed", "waiting", "refused")
        for state in ("idea", "open")
        for organisation in (place, None)
        for where in ((tours,), ())
    ]
    changed: dict[str, int] = {}
    for who, rights in everyone(place, tours):
        seen = set(Event.objects.visible_to(rights).values_list("pk", flat=True))
        for event in events:
            sees = event.pk in seen
            assert can_see_event(rights, event) == sees
            if can_change_event(rights, event):
                changed[who] = changed.get(who, 0) + 1
                assert sees, who
            if can_moderate(rights, event):
                assert sees, who
                assert rights.is_regional or rights.territories()
    assert set(changed) == {
        *("administrator here", "administrator elsewhere", "region-officer here", "region-officer elsewhere"),
        *("coordinator here", "partner-editor here"),
    }


@pytest.mark.django_db
def test_who_adds_what():
    place, tours = factories.organisation(), factories.territory(slug="tours")
    added = {who for who, rights in everyone(place, tours) if can_add_event(rights, place.pk, [tours.pk])}
    assert {who for who in added if who.endswith("elsewhere")} == {
        *("administrator elsewhere", "region-officer elsewhere"),
    }
    assert "adviser here" in added and "partner-member here" in added and "nobody" not in added
