"""Lines are written with the act, and the database refuses to change them."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.directory.signals import acted
from jalon.journal.models import AppendOnlyError, Entry
from jalon.journal.rules.texts import cut
from jalon.journal.services import record
from jalon.journal.services.keeping import opened_journal
from jalon.territory.models import Region, Territory


def territory(slug: str = "blois") -> Territory:
    served = Region.objects.first() or factories.region()
    return Territory.objects.create(slug=slug, name=slug.title(), region=served)


@pytest.fixture
def entry(db) -> Entry:
    place = factories.organisation()
    place.territories.add(territory())
    return record(
        actor=factories.account(name="Ana Petit"),
        verb="directory.organisation.changed",
        thing=place,
        said="a changé la fiche de « Mission locale d'essai »",
        organisation=place,
        why="Déménagement",
        changes={"Téléphone": ("", "02 61 91 00 01"), "Horaires": ("9 h", "10 h")},
    )


def test_a_line_says_who_did_what_where_and_why(entry):
    kept = Entry.objects.get()
    assert str(kept) == "Ana Petit a changé la fiche de « Mission locale d'essai »"
    assert (kept.thing_kind, kept.thing_key) == ("directory.organisation", str(entry.organisation_id))
    assert kept.changes == [["Téléphone", "", "02 61 91 00 01"], ["Horaires", "9 h", "10 h"]]
    assert [one.slug for one in kept.territories.all()] == ["blois"], "those of the organisation"
    assert kept.why == "Déménagement"


def test_territories_that_are_said_win(entry):
    other = territory("cher")
    made = record(
        actor=None,
        verb="a.b.c",
        thing=entry.organisation,
        said="x",
        organisation=entry.organisation,
        territories=[other],
    )
    assert list(made.territories.all()) == [other]
    assert str(made) == "Jalon x"


def test_a_room_below_is_heard(db):
    place = factories.organisation()
    acted.send(sender=type(place), actor=None, verb="directory.organisation.made", thing=place, said="a créé")
    assert Entry.objects.get().thing_label == place.name


def test_an_act_that_is_undone_leaves_no_line(db):
    place = factories.organisation()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actor=None, verb="a.b.c", thing=place, said="x")
        raise RuntimeError
    assert not Entry.objects.exists()


def test_a_thing_that_is_gone_is_refused(db):
    place = factories.organisation()
    place.delete()
    with pytest.raises(ValueError, match="while it is in the database"):
        record(actor=None, verb="a.b.c", thing=place, said="x")


def test_the_model_refuses_every_change(entry):
    for change in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(said="autre"),
        lambda: Entry.objects.bulk_update([entry], ["said"]),
        lambda: Entry.objects.update_or_create(pk=entry.pk, defaults={"said": "autre"}),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert Entry.objects.get().said == entry.said


STATEMENTS = {
    "another text": "UPDATE journal_entry SET said = 'autre'",
    "another day": "UPDATE journal_entry SET at = '2001-01-01 00:00:00'",
    "no name": "UPDATE journal_entry SET actor_name = ''",
    "shown to more": "UPDATE journal_entry SET within = NOT within",
    "other changes": "UPDATE journal_entry SET changes = '[]'",
    "another actor": "UPDATE journal_entry SET actor_id = (SELECT max(id) FROM directory_account)",
    "removed": "DELETE FROM journal_entry_territories; DELETE FROM journal_entry",
}


def run(statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split("; "):
            cursor.execute(statement)


@pytest.mark.parametrize("what", sorted(STATEMENTS))
def test_the_database_refuses_every_change(entry, what: str):
    factories.account()
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        run(STATEMENTS[what])
    assert Entry.objects.get().said == entry.said


@pytest.mark.parametrize("what", sorted(STATEMENTS))
def test_the_opened_journal_lets_them_pass_then_refuses_again(entry, what: str):
    factories.account()
    with opened_journal(), transaction.atomic():
        run("UPDATE journal_entry SET why = ''")
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        run(STATEMENTS[what])
    with opened_journal():
        run(STATEMENTS[what])


def test_the_table_is_not_emptied_at_once(entry):
    if connection.vendor == "sqlite":
        emptied = "DELETE FROM journal_entry_territories; DELETE FROM journal_entry"
    else:
        emptied = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE journal_entry CASCADE"
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        run(emptied)
    assert Entry.objects.get().said == entry.said


def test_a_row_written_over_another_is_refused(entry):
    other = Entry(pk=entry.pk, at=entry.at, verb="a.b.c", thing_kind="x.y", thing_key="1", said="autre")
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        other.save()
    assert Entry.objects.get().said == entry.said


def test_an_account_and_an_organisation_that_go_leave_the_line(entry):
    entry.organisation.delete()
    entry.actor.delete()
    kept = Entry.objects.get()
    assert (kept.actor, kept.organisation) == (None, None)
    assert kept.actor_name == "Ana Petit"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_that_commit_leave_nothing(turn: int):
    assert not Entry.objects.exists()
    record(actor=None, verb="a.b.c", thing=factories.organisation(), said="x")


@given(st.text(), st.integers(2, 60))
def test_a_cut_text_fits_and_keeps_its_beginning(text: str, longest: int):
    short = cut(text, longest)
    plain = " ".join(text.split())
    assert len(short) <= longest
    assert short == plain or (short.endswith("…") and plain.startswith(short[:-1]))
