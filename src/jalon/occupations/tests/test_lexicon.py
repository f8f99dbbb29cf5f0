"""The lexicon's files hold together, and what they say makes occupations findable."""

import csv

import pytest
from django.test import override_settings
from tests import factories

from jalon.occupations.indexing import occupation_entries, sector_entries
from jalon.occupations.services.lexicon import (
    PACKAGE_WORDS,
    current_lexicon,
    read_lexicon,
    title_key,
    word_files,
)
from jalon.occupations.services.sheets import read_occupations
from jalon.search.selectors import search
from jalon.search.services import reindex


def test_the_package_files_are_sound():
    files = sorted(PACKAGE_WORDS.glob("*.yaml"))
    lexicon, problems = read_lexicon(files)
    assert problems == []
    assert len(lexicon.by_title) > 1000
    assert all(phrase.strip() for said in lexicon.by_title.values() for phrase, _weight in said)


def test_every_title_of_the_lexicon_is_official(shared_data):
    path = shared_data / "rome-v347" / "unix_referentiel_appellation_v347_utf8.csv"
    with path.open(encoding="utf-8") as file:
        labels = [row["libelle_appellation_long"].replace("''", "'") for row in csv.DictReader(file)]
    official = {title_key(label) for label in labels}
    lexicon, _problems = read_lexicon(sorted(PACKAGE_WORDS.glob("*.yaml")))
    assert [key for key in lexicon.by_title if key not in official] == []


def test_a_mistake_is_told_with_its_line(tmp_path):
    path = tmp_path / "mots.yaml"
    path.write_text("- say: [vider les bennes]\n  titles: [Éboueur]\n- say: []\n  metier: Éboueur\n", "utf-8")
    lexicon, problems = read_lexicon([path])
    assert [(problem.line, problem.field) for problem in problems] == [(3, "say"), (4, "metier")]
    assert list(lexicon.by_title) == [title_key("Éboueur")]


@pytest.mark.django_db
def test_a_region_adds_its_own_words(tmp_path):
    (tmp_path / "words").mkdir()
    words = "- say: [faire la rillette]\n  titles: [Charcutier]\n"
    (tmp_path / "words" / "ici.yaml").write_text(words, "utf-8")
    with override_settings(JALON_REGION=tmp_path):
        assert word_files()[-1].name == "ici.yaml"
        assert dict(current_lexicon().said_for(["Charcutier"])) == {"faire la rillette": 0.96}


@pytest.mark.django_db
def test_an_occupation_is_found_by_all_that_people_say():
    occupation = factories.occupation(code="K2303", name="Éboueur / Éboueuse")
    factories.title(occupation, label="Éboueur / Éboueuse", masculine="Éboueur", feminine="Éboueuse")
    factories.title(occupation, label="Agent de collecte -ADC-", masculine="Agent de collecte -ADC-")
    reindex()
    for text in ("éboueuse", "EBOUEURS", "adc", "agent de collecte", "K2303", "ramasser les poubelles"):
        assert [hit.code for hit in search(text, kinds=("occupation",)).hits] == ["K2303"], text


@pytest.mark.django_db
def test_a_withdrawn_occupation_is_no_longer_found():
    factories.occupation(code="K2303", status="withdrawn")
    assert list(occupation_entries(None)) == []


@pytest.mark.django_db
def test_entries_cost_the_same_number_of_queries_whatever_their_number(django_assert_num_queries):
    for code in ("A1101", "A1201", "A1203"):
        occupation = factories.occupation(code=code)
        factories.title(occupation, label="Nom d'essai")
    with django_assert_num_queries(6):
        assert len(list(occupation_entries(None))) == 3


@pytest.mark.django_db
def test_a_sector_is_found_by_its_words():
    sector = factories.sector(slug="batiment", name="Bâtiment")
    entry = next(sector_entries(["batiment"]))
    assert entry.title == sector.name
    assert any(name.text.lower() == "btp" and not name.shown for name in entry.names)


def test_a_region_with_wrong_words_is_refused(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ici.yaml").write_text("- titles: [Charcutier]\n", "utf-8")
    _found, problems = read_occupations(tmp_path)
    assert ("ici.yaml", 1, "say") in [(problem.file, problem.line, problem.field) for problem in problems]


@pytest.mark.django_db
def test_an_acronym_of_a_part_of_a_title_leads_less_than_one_of_the_whole():
    factories.title(
        factories.occupation(code="I1603"), label="Mécanicien en matériels de travaux publics -BTP-"
    )
    factories.title(factories.occupation(code="F1106"), label="Ingénieur BTP")
    factories.title(
        factories.occupation(code="K1303"), label="Agent territorial des écoles maternelles -ATSEM-"
    )
    reindex()
    assert search("btp", kinds=("occupation",)).hits[0].code == "F1106"
    assert search("atsem", kinds=("occupation",)).hits[0].code == "K1303"
