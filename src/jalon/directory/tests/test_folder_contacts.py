"""Contacts of a region's folder: read with their lines, kept with what was changed by hand."""

import datetime

import pytest
from tests import factories
from tests.tiny_region import write_region

from jalon.directory.models import Contact
from jalon.directory.services.contacts import ContactFacts, change_contact, withdraw_contact
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)
ONE = """\
- slug: accueil
  organisation: cio-port-clair
  task: Accueil des familles
  name: Inès Corail
  email: ines@cio.example
  demonstration: true
"""
TWO = """\
- slug: forums
  organisation: cio-port-clair
  task: Forums
  territories: [nord]
  confirmed_on: 2025-01-15
  demonstration: true
"""


def load(parent, text: str | None) -> None:
    folder = write_region(parent)
    if text is not None:
        (folder / "contacts.yaml").write_text(text, encoding="utf-8")
    load_region(folder)


def contact(slug: str = "accueil") -> Contact:
    return Contact.objects.get(slug=slug)


def test_a_folder_may_have_no_contacts(tmp_path):
    load(tmp_path, None)
    assert not Contact.objects.exists()


def test_contacts_are_kept_with_their_organisation_and_territories(tmp_path):
    load(tmp_path, ONE + TWO)
    assert contact().organisation.slug == "cio-port-clair"
    assert contact().confirmed_on is not None
    forums = contact("forums")
    assert (forums.name, forums.confirmed_on) == ("", datetime.date(2025, 1, 15))
    assert [one.slug for one in forums.territories.all()] == ["nord"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("cio-port-clair", "zzz"), "ligne 2, organisation : structure inconnue"),
        (("ines@cio.example", "ines@exemple.fr"), "ligne 5, email : un exemple ne donne qu'une adresse"),
        (("  email: ines@cio.example\n", ""), "email : une adresse ou un téléphone"),
        (("  task: Accueil des familles\n", ""), "ligne 1, task : champ obligatoire absent"),
        (("  demonstration: true", "  age: 30\n  demonstration: true"), "age : champ inconnu"),
    ],
)
def test_each_problem_is_said_with_its_line(tmp_path, change, said):
    with pytest.raises(RefusedDataError) as refusal:
        load(tmp_path, ONE.replace(*change))
    assert any(f"contacts.yaml, {said}" in str(one) or said in str(one) for one in refusal.value.problems)


def test_a_slug_written_twice_is_refused(tmp_path):
    with pytest.raises(RefusedDataError, match="déjà à la ligne 1"):
        load(tmp_path, ONE + ONE)


def test_a_correction_by_hand_stays_until_the_file_changes_that_field(tmp_path):
    load(tmp_path / "1", ONE)
    facts = ContactFacts("Accueil du matin", "Inès Lagon", "ines@cio.example", "02 61 91 00 01")
    change_contact(actor=None, contact=contact().pk, facts=facts, today=TODAY)
    load(tmp_path / "2", ONE)
    assert (contact().task, contact().name) == ("Accueil du matin", "Inès Lagon")
    load(tmp_path / "3", ONE.replace("Accueil des familles", "Accueil de tous"))
    after = contact()
    assert (after.task, after.name, after.phone) == ("Accueil de tous", "Inès Lagon", "02 61 91 00 01")
    assert after.confirmed_on == TODAY


def test_who_was_withdrawn_by_hand_comes_back_only_when_the_file_changes(tmp_path):
    load(tmp_path / "1", ONE)
    withdraw_contact(actor=factories.account(), contact=contact().pk)
    load(tmp_path / "2", ONE)
    assert contact().withdrawn
    assert not Contact.objects.in_use().exists()
    load(tmp_path / "3", ONE.replace("Inès Corail", "Omar Corail"))
    assert (contact().withdrawn, contact().name) == (False, "Omar Corail")


def test_who_leaves_the_file_leaves_unless_someone_corrected_her(tmp_path):
    load(tmp_path / "1", ONE + TWO)
    change_contact(
        actor=None, contact=contact().pk, facts=ContactFacts("Accueil", "Inès", "i@cio.example"), today=TODAY
    )
    load(tmp_path / "2", None)
    kept = Contact.objects.get()
    assert (kept.name, kept.slug, kept.source) == ("Inès", "", None)
