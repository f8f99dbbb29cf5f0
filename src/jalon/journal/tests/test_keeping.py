"""Names and lines go when their time is over, and with the person who asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.directory.models import Account
from jalon.directory.signals import account_erased
from jalon.journal.models import Entry
from jalon.journal.rules.keeping import SAID_OF_PEOPLE, oldest_kept, oldest_named, years_before
from jalon.journal.rules.texts import FORGOTTEN, GONE, without
from jalon.journal.services import record
from jalon.journal.services.keeping import Cleaned, clean_journal, opened_journal

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def line(at: datetime = NOW, **fields) -> Entry:
    """A line written at a moment."""
    values = {"actor": None, "verb": "a.b.c", "thing": factories.organisation(), "said": "a changé"}
    made = record(**values | fields)
    with opened_journal():
        Entry._base_manager.filter(pk=made.pk).update(at=at)
    made.refresh_from_db()
    return made


@pytest.mark.django_db
def test_names_go_after_three_years_and_lines_after_ten():
    ana = factories.account(name="Ana Petit")
    named = line(oldest_named(NOW), actor=ana)
    old = line(oldest_named(NOW) - timedelta(seconds=1), actor=ana)
    about = line(
        oldest_named(NOW) - timedelta(days=1), thing=ana, said="a fermé le compte d'Ana Petit", why="Départ"
    )
    kept = line(oldest_kept(NOW), verb="x.y.z")
    line(oldest_kept(NOW) - timedelta(seconds=1), organisation=factories.organisation())
    assert clean_journal(now=NOW) == Cleaned(unnamed=2, removed=1)
    found = {entry.pk: entry for entry in Entry.objects.all()}
    assert set(found) == {named.pk, old.pk, about.pk, kept.pk}
    assert (found[named.pk].actor, found[named.pk].actor_name) == (ana, "Ana Petit")
    assert (found[old.pk].actor, found[old.pk].actor_name) == (None, FORGOTTEN)
    told = found[about.pk]
    assert (told.said, told.thing_label, told.why) == (SAID_OF_PEOPLE, FORGOTTEN, "")
    assert clean_journal(now=NOW) == Cleaned(0, 0)


@pytest.mark.django_db
def test_the_name_of_an_account_that_is_gone_goes():
    ana = factories.account(name="Ana Petit")
    done, itself = line(actor=ana), line()
    ana.delete()
    assert clean_journal(now=NOW) == Cleaned(unnamed=1, removed=0)
    assert Entry.objects.get(pk=done.pk).actor_name == GONE
    assert Entry.objects.get(pk=itself.pk).actor_name == "", "the installation is nobody"


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys):
    call_command("clean_journal")
    assert "Noms effacés du journal : 0" in capsys.readouterr().out


@pytest.mark.django_db
def test_someone_erased_is_nowhere_in_the_journal():
    ana = factories.account("ana@exemple.fr", name="Ana Petit")
    other = factories.account(name="Lou Martin")
    line(actor=ana, said="a changé les horaires")
    line(actor=other, thing=ana, said="a donné un rôle à Ana Petit", why="ANA@exemple.fr le demande")
    line(actor=other, said="a écrit à ana petit", changes={"Contact": ("", "Ana Petit, ana@exemple.fr")})
    line(actor=other, said="a invité Anaïs Petitjean")
    things = [("directory.account", str(ana.pk))]
    account_erased.send(
        sender=Account, account=ana, words=["Ana Petit", "ana@exemple.fr", "Ana"], things=things
    )
    first, second, third, fourth = Entry.objects.order_by("pk")
    assert str(first) == "une personne partie a changé les horaires"
    assert first.actor is None
    assert str(second) == "Lou Martin a donné un rôle à une personne partie"
    assert (second.thing_label, second.why) == (GONE, "une personne partie le demande")
    assert third.said == "a écrit à une personne partie"
    assert third.changes == [["Contact", "", "une personne partie, une personne partie"]]
    assert fourth.said == "a invité Anaïs Petitjean", "other people keep their names"


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12)


@given(WORDS, st.lists(WORDS, max_size=4))
def test_erasing_words_leaves_none_and_is_done_once(text: str, words: list[str]):
    erased = without(text, words)
    assert without(erased, [word for word in words if word.lower() not in GONE]) == erased
    assert without(text, []) == text


@given(st.text("abé ", max_size=20), st.text("abé ", max_size=20))
def test_a_name_goes_wherever_it_stands_alone(before: str, after: str):
    erased = without(f"{before} Zoé Ab-Ba, {after}", ["zoé ab-ba"])
    assert erased == f"{before} {GONE}, {after}"


@given(st.datetimes(min_value=NOW.replace(year=1900, tzinfo=None)), st.integers(0, 50))
def test_years_before_is_the_same_day_or_the_last_of_february(moment: datetime, years: int):
    before = years_before(moment, years)
    assert before.year == moment.year - years
    assert (before.month, before.day) in {(moment.month, moment.day), (2, 28)}
