"""Certifications as plain values: levels, dates, titles, standings, lineages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.search.rules import fold
from jalon.training.enums import AccessWay
from jalon.training.rules.certification_titles import (
    plain_title,
    readable_title,
    usual_forms,
    without_diploma,
)
from jalon.training.rules.certifications import (
    ACCESS_WORDS,
    Standing,
    follow,
    is_certification_code,
    list_order,
    read_access,
    read_american_date,
    read_french_date,
    read_level,
    shown_kind,
    shown_name,
    standing_on,
    trace,
    vintage,
    was_registered,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
codes = st.sampled_from("ABCDEFGH")
links = st.dictionaries(codes, st.sets(codes, max_size=3), max_size=8)


@given(st.integers(3, 8), st.sampled_from(["niveau{}", "NIV{}", "Niveau {}", "niveau {} (bac)"]))
def test_a_level_is_read_however_it_is_written(level, form):
    assert read_level(form.format(level)) == level


@pytest.mark.parametrize("text", ["", "REPRISE", "Sans niveau", "NIV1", "niveau9", "Niveau 45", "NR"])
def test_what_is_not_a_level_from_3_to_8_is_none(text):
    assert read_level(text) is None


@given(days)
def test_dates_are_read_in_their_own_order(day):
    assert read_french_date(f"{day:%d/%m/%Y}") == day
    assert read_american_date(f"{day.month}/{day.day}/{day:%y}") == day


@pytest.mark.parametrize("text", ["31/02/2024", "8/31/16", "2024-01-01", "31/12/24", "demain"])
def test_a_wrong_french_date_is_an_error(text):
    with pytest.raises(ValueError):
        read_french_date(text)


@pytest.mark.parametrize("text", ["31/12/24", "12/31/2024", "2/30/21"])
def test_a_wrong_american_date_is_an_error(text):
    with pytest.raises(ValueError):
        read_american_date(text)


def test_no_date_is_none():
    assert read_french_date("") is read_american_date("") is None


def test_access_ways_are_known_by_their_words():
    assert read_access("Après un parcours de formation sous statut d’élève ou d’étudiant") == AccessWay.SCHOOL
    assert read_access("Par candidature individuelle") == AccessWay.INDIVIDUAL
    assert read_access("Autrement") == ""
    assert set(ACCESS_WORDS) == set(AccessWay.values)


def test_codes():
    assert is_certification_code("RNCP38381")
    assert is_certification_code("RS5000")
    assert not any(map(is_certification_code, ["", "NR", "RNCP", "RNCP1BC05", "rncp12", "RNCP1234567"]))


def test_versions_compare_by_their_numbers():
    assert vintage("") < vintage("2021 (v1.4)") < vintage("2023-12-18") < vintage("2024-02-22")
    assert vintage("RNCP9000") < vintage("RNCP10000")


def test_kinds_and_names_as_people_say_them():
    assert shown_kind("MASTER", "Master") == "Master"
    assert shown_kind("BTS", "Brevet de technicien supérieur") == "BTS"
    assert shown_kind("Autre", "Autre certification") == ""
    assert shown_name("BTS", "Banque") == "BTS Banque"
    assert shown_name("Master", "MASTER de droit") == "MASTER de droit"
    assert shown_name("", "Boulanger") == "Boulanger"


@given(said=st.booleans(), end=st.none() | days, known=days, later=st.integers(0, 4000))
def test_what_a_directory_no_longer_shows_never_comes_back(said, end, known, later):
    registered = was_registered(said_active=said, expires_on=end, known_on=known)
    standing = standing_on(registered=registered, expires_on=end, today=known + timedelta(days=later))
    if not said:
        assert standing == Standing.ENDED
    elif end is None:
        assert standing == Standing.IN_FORCE
    elif end < known:
        assert standing == Standing.ENDED
    else:
        in_force = end >= known + timedelta(days=later)
        assert standing == (Standing.IN_FORCE if in_force else Standing.TO_CHECK)


def test_the_last_day_is_still_in_force():
    end = date(2026, 8, 31)
    assert standing_on(registered=True, expires_on=end, today=end) == Standing.IN_FORCE
    assert standing_on(registered=True, expires_on=end, today=date(2026, 9, 1)) == Standing.TO_CHECK


def test_lists_begin_with_what_is_in_force_then_the_lowest_level_then_the_latest_end():
    old, new = date(2026, 1, 1), date(2028, 1, 1)
    rows = [
        (Standing.ENDED, 3, "A", new),
        (Standing.IN_FORCE, None, "A", new),
        (Standing.IN_FORCE, 5, "Étude", old),
        (Standing.IN_FORCE, 5, "Étude", new),
        (Standing.IN_FORCE, 5, "Eau", old),
    ]
    assert sorted(rows, key=lambda row: list_order(*row)) == [rows[at] for at in (4, 3, 2, 1, 0)]


@given(code=codes, after=links)
def test_a_lineage_ends_whatever_its_loops(code, after):
    before = {}
    for old, news in after.items():
        for new in news:
            before.setdefault(new, set()).add(old)

    def asked(table):
        return lambda edge: {one: table.get(one, ()) for one in edge}

    lineage = trace(code, replaces=asked(before), replaced_by=asked(after))
    everything = [*lineage.before, *lineage.after]
    assert code not in everything
    assert len(everything) == len(set(everything))
    reached, edge = set(), {code}
    while edge:
        edge = {new for one in edge for new in after.get(one, ())} - reached
        reached |= edge
    assert set(lineage.after) == reached - {code}


def test_the_nearest_comes_first_and_a_chain_without_end_stops():
    assert follow("1", lambda edge: {one: [str(int(one) + 1)] for one in edge})[:3] == ("2", "3", "4")
    assert len(follow("1", lambda edge: {one: [str(int(one) + 1)] for one in edge})) == 20


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Technicien d''exploitation  son\r", "Technicien d'exploitation son"),
        ("Décorateur (Fiche incomplète)", "Décorateur"),
        ("Master \nDomaine : Santé\nMention : Risques\n", "Master, Domaine : Santé, Mention : Risques"),
        ("Finance,\nSpécialité Contrôle", "Finance, Spécialité Contrôle"),
        ("Sociologie\n(DPACI)", "Sociologie (DPACI)"),
        ("Métier d’art", "Métier d'art"),
        ("Industries?, ?santé? : gestion", "Industries, santé : gestion"),
        ("mode\x8aflou", "mode flou"),
    ],
)
def test_titles_come_on_one_clean_line(written, read):
    assert plain_title(written) == read


@given(st.text(alphabet="abÉ ,;:\n\r\t()-"))
def test_cleaning_a_title_twice_changes_nothing(text):
    assert plain_title(plain_title(text)) == plain_title(text)


def test_a_diploma_in_brackets_goes():
    assert without_diploma("BANQUE (BTS) ") == "BANQUE"
    assert without_diploma("(BTS)") == "(BTS)"


FORMS = usual_forms(
    [
        "Métiers de la santé et de l'environnement à Lyon",
        "Sciences de la santé, droit et environnement",
        "Droit et gestion à Lyon",
    ]
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("SCIENCES DE LA SANTE", "Sciences de la santé"),
        ("Master SCIENCES ET ENVIRONNEMENT Mention droit", "Master Sciences et environnement Mention droit"),
        ("DROIT DE L'ENVIRONNEMENT", "Droit de l'environnement"),
        ("Sciences (MRIE)", "Sciences (MRIE)"),
        ("BTS ET CAP", "BTS ET CAP"),
        ("SANTE A LYON", "Santé A Lyon"),
    ],
)
def test_capitals_are_lowered_only_where_words_are_known(written, read):
    assert readable_title(written, FORMS) == read


@given(
    st.lists(st.sampled_from(["SANTE", "Droit", "ET", "DE", "L'", "MRIE", "à", "Lyon", "(X)"])).map(" ".join)
)
def test_lowering_keeps_every_letter(text):
    assert fold(readable_title(text, FORMS)) == fold(text)
    assert readable_title(text, {}) == text[:1].upper() + text[1:]
