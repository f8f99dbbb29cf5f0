"""What a person wrote by hand stays until the region's folder changes that field."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.tiny_region import write_region

from jalon.directory.models import Organisation
from jalon.directory.rules.merging import marks, merged
from jalon.directory.services.facts import add_organisation
from jalon.sources.models import Source
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region

FIELDS = st.dictionaries(
    st.sampled_from("abcd"), st.text(max_size=5) | st.lists(st.text(max_size=3)), min_size=4
)
OPENING = ("  phone: 02 61 91 00 01\n", "  phone: 02 61 91 00 01\n  opening: Le mardi\n")


@given(said=FIELDS, by_hand=FIELDS)
def test_a_file_that_says_the_same_again_changes_nothing(said, by_hand):
    assert merged(by_hand, said, marks(said)) == by_hand


@given(before=FIELDS, now=FIELDS, by_hand=FIELDS)
def test_only_what_the_file_changed_comes_from_it(before, now, by_hand):
    result = merged(by_hand, now, marks(before))
    for name, value in result.items():
        assert value == (by_hand[name] if before[name] == now[name] else now[name])


@given(said=FIELDS, current=FIELDS)
def test_what_was_never_loaded_comes_from_the_file(said, current):
    assert merged(current, said, {}) == said


def place() -> Organisation:
    return Organisation.objects.get(slug="mission-locale-anse-bleue")


@pytest.mark.django_db
def test_an_edit_by_hand_survives_loads_until_the_file_changes_that_field(tmp_path):
    folder = write_region(tmp_path)
    load_region(folder)
    edited = place()
    assert [one.slug for one in edited.territories.all()] == ["sud"], "worked out from its commune"
    edited.opening, edited.phone, edited.address = "Le lundi", "02 61 91 00 99", "2 rue Neuve"
    edited.save()
    edited.territories.clear()
    load_region(folder)
    kept = place()
    assert (kept.opening, kept.phone, kept.address) == ("Le lundi", "02 61 91 00 99", "2 rue Neuve")
    assert not kept.territories.exists()

    load_region(write_region(tmp_path / "later", organisations=OPENING))
    after = place()
    assert after.opening == "Le mardi", "the file changed it"
    assert (after.phone, after.address) == ("02 61 91 00 99", "2 rue Neuve"), "the file did not"
    assert not after.territories.exists()


@pytest.mark.django_db
def test_a_folder_says_where_an_organisation_acts(tmp_path):
    wider = ("  phone: 02 61 91 00 01\n", "  phone: 02 61 91 00 01\n  territories: [nord, sud]\n")
    load_region(write_region(tmp_path / "one", organisations=wider))
    assert [one.slug for one in place().territories.all()] == ["nord", "sud"]
    wrong = (wider[0], wider[1].replace("sud]", "ouest]"))
    with pytest.raises(RefusedDataError, match="ouest") as refusal:
        load_region(write_region(tmp_path / "two", organisations=wrong))
    assert [one.field for one in refusal.value.problems] == ["territories"]


@pytest.mark.django_db
def test_a_place_made_by_hand_becomes_the_folders_and_keeps_what_is_written(tmp_path):
    folder = write_region(tmp_path)
    load_region(folder)
    made = place()
    Organisation.objects.filter(pk=made.pk).update(source=made.commune.source, opening="Le jeudi", loaded={})
    load_region(folder)
    kept = place()
    assert kept.pk == made.pk
    assert kept.opening == "Le jeudi"
    assert kept.source.slug == "region-petite-ile"


@pytest.mark.django_db
def test_names_are_found_without_accents_after_a_load(tmp_path):
    load_region(write_region(tmp_path))
    assert place().folded == "mission locale d'anse-bleue mission locale anse-bleue"


@pytest.mark.django_db
def test_places_made_by_hand_leave_with_the_region_they_stand_in(tmp_path):
    load_region(write_region(tmp_path / "one", slug="petite-ile"))
    facts = {"name": "CIO neuf", "kind": "cio", "commune": place().commune}
    made = add_organisation(actor=factories.account(), facts=facts, territories=[])
    assert made.source.slug == "annuaire"
    load_region(tmp_path / "one" / "petite-ile")
    assert Organisation.objects.filter(slug="cio-neuf", withdrawn=False).exists(), "a load leaves it"
    load_region(settings.JALON_REGION, replace=True)
    assert not Organisation.objects.filter(slug="cio-neuf").exists()
    assert not Source.objects.filter(slug="annuaire").exists()
