"""Who reads what: each role, here and elsewhere, by the pure rule, in SQL and on the screens."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories
from tests.house.authorisation.personas import PERSONAS, Place, make_personas, make_places

from jalon.directory.enums import Role
from jalon.directory.models import Account
from jalon.directory.rules.roles import SCOPES, Held, Rights, scope_refusal
from jalon.directory.selectors.rights import rights_of
from jalon.journal.models import Entry
from jalon.journal.permissions import can_read_entry
from jalon.journal.rules.asked import SUBJECTS, Asked, read_asked
from jalon.journal.rules.reading import may_read
from jalon.journal.selectors import entries_for, entries_of, own_entries
from jalon.journal.selectors.entries import narrowed
from jalon.journal.services import record
from jalon.sources.rules import FORMULA_SIGNS

REGIONAL = {"administrator", "region officer"}
OF_ORGANISATION = {name for name, one in PERSONAS.items() if SCOPES.get(one.role) == "organisation"}
HERE = {name for name, one in PERSONAS.items() if one.here}


@pytest.fixture
def places(db) -> tuple[Place, Place]:
    return make_places()


@pytest.fixture
def people(places) -> dict[str, Account]:
    return make_personas(*places)


def line(**fields) -> Entry:
    """A line of the journal; what a test does not say gets a plain value."""
    thing = fields.get("organisation") or factories.organisation()
    values = {"actor": None, "verb": "directory.organisation.changed", "thing": thing, "said": "a changé"}
    return record(**values | fields)


# What each line is, and the personas who read it.
READERS = {
    "of nobody": REGIONAL,
    "of an account without role": REGIONAL | {"account"},
    "in the territory of here": REGIONAL | {"coordinator"},
    "in both territories": REGIONAL | {"coordinator", "coordinator elsewhere"},
    "of the organisation of here": REGIONAL | {"coordinator"} | (OF_ORGANISATION & HERE),
    "of that of elsewhere": REGIONAL | {"coordinator elsewhere"} | (OF_ORGANISATION - HERE),
    "of that of here, elsewhere": REGIONAL | {"coordinator elsewhere"} | (OF_ORGANISATION & HERE),
    "within the organisation of here": OF_ORGANISATION & HERE,
    "within that of here, by the officer": (OF_ORGANISATION & HERE) | {"region officer"},
    "done elsewhere by the member of here": REGIONAL
    | {"coordinator elsewhere", "member"}
    | (OF_ORGANISATION - HERE),
}


@pytest.fixture
def written(places, people) -> dict[str, Entry]:
    here, elsewhere = places
    there = [elsewhere.territory]
    both = [here.territory, elsewhere.territory]
    return {
        "of nobody": line(),
        "of an account without role": line(actor=people["account"]),
        "in the territory of here": line(territories=[here.territory]),
        "in both territories": line(territories=both),
        "of the organisation of here": line(organisation=here.organisation),
        "of that of elsewhere": line(organisation=elsewhere.organisation),
        "of that of here, elsewhere": line(organisation=here.organisation, territories=there),
        "within the organisation of here": line(organisation=here.organisation, within=True),
        "within that of here, by the officer": line(
            organisation=here.organisation, actor=people["region officer"], within=True
        ),
        "done elsewhere by the member of here": line(
            actor=people["member"], organisation=elsewhere.organisation
        ),
    }


@pytest.mark.parametrize("what", sorted(READERS))
def test_each_role_reads_what_concerns_it(people, written, what: str):
    entry = written[what]
    in_sql = {who for who, one in people.items() if entries_for(rights_of(one)).filter(pk=entry.pk).exists()}
    asked_alone = {who for who, one in people.items() if can_read_entry(one, entry)}
    assert in_sql == asked_alone == READERS[what]


def test_nobody_reads_a_line_twice(people, written):
    for who, one in people.items():
        found = list(entries_for(rights_of(one)))
        assert len(found) == len(set(found)), who


def test_without_an_account_nothing_is_read(written):
    assert not entries_for(Rights()).exists()
    assert not own_entries(Rights()).exists()


KEYS = st.integers(1, 3)


def held(role: str, key: int) -> Held:
    """Return a role held for what it counts in."""
    one = Held(
        role,
        organisation=key if SCOPES[role] == "organisation" else None,
        territory=key if SCOPES[role] == "territory" else None,
    )
    assert not scope_refusal(*one)
    return one


HELD = st.frozensets(st.builds(held, st.sampled_from(Role.values), KEYS), max_size=4)


@given(st.builds(Rights, HELD, KEYS), st.none() | KEYS, st.none() | KEYS, st.frozensets(KEYS), st.booleans())
def test_a_line_is_read_for_a_reason_and_more_roles_never_read_less(
    mine, actor, organisation, territories, within
):
    place = {"actor": actor, "organisation": organisation, "territories": territories, "within": within}
    reads = may_read(mine, **place)
    near = actor == mine.account or organisation in mine.organisations()
    far = mine.is_regional or bool(mine.territories(Role.COORDINATOR) & territories)
    assert reads == (near or (far and not within))
    more = Rights(mine.held | {Held(Role.ADVISER, 3)}, mine.account)
    assert may_read(more, **place) >= reads


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_screen_its_file_and_the_history_show_only_these_lines(people, places):
    here, elsewhere = places
    line(organisation=here.organisation, said="a fait cela ici")
    line(organisation=elsewhere.organisation, said="a fait cela ailleurs")
    client = signed_in(people["coordinator"])
    addresses = [reverse("journal:entries")]
    addresses += [
        reverse("journal:thing", args=["directory.organisation", place.organisation.pk]) for place in places
    ]
    for address in addresses:
        for headers in ({}, {"HX-Request": "true"}):
            assertNotContains(client.get(address, headers=headers), "ailleurs</span>")
    assertContains(client.get(addresses[0]), "a fait cela ici")
    assertContains(client.get(addresses[1]), "a fait cela ici")
    part = client.get(addresses[1], headers={"HX-Request": "true"})
    assertContains(part, "a fait cela ici")
    assertNotContains(part, "<html")
    assertContains(client.get(addresses[2]), "Rien à montrer ici")
    rows = csv_rows(client.get(reverse("journal:entries_file")))
    assert [row["acte"] for row in rows] == ["a fait cela ici"]


def csv_rows(response) -> list[dict[str, str]]:
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_holds_no_formula(places, people):
    line(said='=HYPERLINK("x")', why="+1", changes={"Nom": ("@a", "-b")}, actor=factories.account(name="=2"))
    (row,) = csv_rows(signed_in(people["administrator"]).get(reverse("journal:entries_file")))
    assert row["acte"] == '\'=HYPERLINK("x")'
    assert row["qui"] == "'=2"
    assert not {cell[:1] for cell in row.values()} & FORMULA_SIGNS


def test_filters_narrow(places, people):
    here, elsewhere = places
    now = timezone.now()
    line(organisation=here.organisation, said="a changé Tours")
    line(organisation=elsewhere.organisation, verb="agenda.event.cancelled", said="a annulé")
    today = timezone.localtime(now).date()

    def found(**asked) -> int:
        return narrowed(Entry.objects.all(), Asked(**asked)).count()

    assert found() == 2
    assert found(territory=here.territory.slug) == 1
    assert found(organisation=elsewhere.organisation.slug) == 1
    assert found(subjects=("calendrier",)) == 1
    assert found(subjects=("calendrier", "annuaire")) == 2
    assert found(text="TOURS") == 1
    assert found(since=today - timedelta(days=1), until=today + timedelta(days=1)) == 2
    assert found(until=today - timedelta(days=1)) == 0
    assert found(since=today + timedelta(days=2)) == 0
    assert found(until=date.max) == 2


@given(
    st.dictionaries(
        st.sampled_from(["du", "au", "territoire", "structure", "sujet", "q"]), st.lists(st.text())
    )
)
def test_any_address_is_read(values):
    asked = read_asked(lambda name: values.get(name, []))
    assert set(asked.subjects) <= set(SUBJECTS)
    assert "\0" not in asked.text + asked.territory + asked.organisation


def test_a_filter_can_be_taken_away_on_the_screen(places, people):
    line(organisation=places[0].organisation)
    client = signed_in(people["administrator"])
    page = client.get(reverse("journal:entries"), {"q": "zzzz", "sujet": "annuaire", "du": "2026-02-03"})
    assertContains(page, "Aucun acte avec ces filtres")
    assertContains(page, "depuis le 03/02/2026")
    page = client.get(reverse("journal:entries"), {"du": "2026-02-03", "au": "2026-02-01"})
    assertContains(page, "Le dernier jour vient avant le premier")


def test_fifty_lines_cost_as_many_queries_as_one(people, places):
    client = signed_in(people["coordinator"])
    client.get(reverse("journal:entries"))  # what every page of the process reads once
    asked = []
    for _turn in range(2):
        line(organisation=places[0].organisation, actor=people["editor"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("journal:entries")).status_code == 200
        asked.append(len(queries))
        for _more in range(60):
            line(organisation=places[0].organisation, territories=[one.territory for one in places])
    assert asked[0] == asked[1] <= 12


def test_the_lines_of_a_thing(places):
    made = line(organisation=places[0].organisation)
    line()
    assert list(entries_of(places[0].organisation)) == [made]
