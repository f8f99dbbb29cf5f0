"""One line understood: every usual way of telling days and hours, what is guessed, what is missing."""

from datetime import date, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests import factories

from jalon.agenda.rules.facts import facts_refusals
from jalon.agenda.rules.quick import Known, Named, facts_of, names_of, understand
from jalon.agenda.rules.said import MONTHS, WEEKDAYS
from jalon.agenda.rules.schedule import slot_refusal
from jalon.agenda.selectors.quick import known_names
from jalon.agenda.tests.quick_lines import LINES
from jalon.directory.rules.roles import Held, Rights

TODAY = date(2026, 11, 23)  # a Monday
TOURS, BLOIS = "37261", "41018"
KNOWN = Known(
    communes=[
        Named(TOURS, "Tours", names_of("Tours")),
        Named(BLOIS, "Blois", names_of("Blois")),
        Named("18033", "Bourges", names_of("Bourges")),
        Named("37233", "Saint-Pierre-des-Corps", names_of("Saint-Pierre-des-Corps")),
        Named("41220", "Saint-Martin", names_of("Saint-Martin")),
        Named("18224", "Saint-Martin", names_of("Saint-Martin")),
    ],
    organisations=[
        Named(1, "CRIA de Tours", names_of("CRIA de Tours (exemple)", "CRIA"), TOURS),
        Named(2, "CIO de Tours", names_of("CIO de Tours", "CIO"), TOURS),
        Named(3, "CIO de Blois", names_of("CIO de Blois", "CIO"), BLOIS),
        Named(4, "Mission locale de Tours", names_of("Mission locale de Tours", "mission locale"), TOURS),
    ],
)


def read(line, today=TODAY, known=KNOWN):
    return understand(line, today=today, known=known)


def told(slot):
    words = slot.first_day.isoformat()
    if slot.last_day != slot.first_day:
        words += f"/{slot.last_day:%d}"
    if slot.start:
        words += f" {slot.start:%H:%M}"
    if slot.end:
        words += f"-{slot.end:%H:%M}"
    return f"{words} {slot.rule}".strip()


@pytest.mark.parametrize(
    ("line", "title", "kind", "days", "where"), LINES, ids=[row[0][:40] for row in LINES]
)
def test_a_line_is_understood(line, title, kind, days, where):
    found = read(line)
    assert (found.title, found.kind) == (title, kind)
    assert " + ".join(map(told, found.slots)) == days
    assert " ".join(filter(None, [found.commune, *map(str, found.organisations)])) == where
    assert all(slot_refusal(slot) == "" for slot in found.slots)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("20/09 forum", "Le 20/09 est passé cette année : compris lundi 20 septembre 2027."),
        ("forum 3 oct", "Le 3 octobre est passé cette année : compris dimanche 3 octobre 2027."),
        ("7 janvier forum", "Le 7 janvier : compris jeudi 7 janvier 2027."),
        ("comité 29/02", "Le 29/02 : compris mardi 29 février 2028."),
        ("20/09/26 forum", "Ce jour est passé : dimanche 20 septembre 2026."),
        ("2026-09-20 forum", "Ce jour est passé : dimanche 20 septembre 2026."),
        ("lundi 24 novembre forum", "Vous écrivez « lundi », mais c'est un mardi 24 novembre 2026."),
        ("réunion lundi prochain", "« lundi prochain » : compris lundi 30 novembre 2026."),
        ("semaine du 30 novembre", "Semaine comprise jusqu'au vendredi 4 décembre 2026."),
        ("chaque mardi atelier", "Sans date de fin : les dates sont calculées deux ans à l'avance."),
        ("https://a.example 4/12 VAE", "Un lien sans autre mot : compris comme un webinaire."),
    ],
)
def test_each_guess_is_said(line, words):
    assert words in read(line).notes


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("atelier 31/02", "Le 31/02 n'existe pas."),
        ("forum fin février", "« fin février » n'est pas un jour précis."),
        ("forum à définir", "« à définir » n'est pas un jour précis."),
        (
            "repas 10 décembre après-midi",
            "« après-midi » n'est pas une heure : précisez-la si vous la connaissez.",
        ),
        ("forum des métiers", "Aucun jour compris."),
        ("24 novembre", "Il manque un titre."),
        ("permanence 24/11", "Aucun type reconnu : choisissez-le."),
        ("CIO 8/12 atelier", "Plusieurs structures répondent à « CIO » : choisissez-la."),
        ("forum 8/12, Saint-Martin", "Plusieurs communes s'appellent Saint-Martin : choisissez-la."),
        ("forum 8/12, Tours, Blois", "Plusieurs communes sont dites (Blois, Tours) : gardée, la première."),
        ("du 10 au 8 décembre forum", "Le dernier jour est avant le premier."),
        (
            "tous les mardis à partir du 5 janvier jusqu'au 4/01/2027",
            "La répétition finit avant de commencer.",
        ),
    ],
)
def test_what_is_not_understood_is_said(line, words):
    assert words in read(line).missing


def test_room_address_and_link_are_known_by_their_look():
    found = read("portes ouvertes 30/01, salle 12, 3 rue des Lilas, Tours https://plan.example/a).")
    assert (found.room, found.address, found.link) == (
        "salle 12",
        "3 rue des Lilas",
        "https://plan.example/a",
    )
    assert dict(found.said)["Quand"] == "samedi 30 janvier 2027"


def test_one_of_hers_is_preferred():
    mine = Named(5, "CIO de Vierzon", names_of("CIO de Vierzon", "CIO"), "18279", preferred=True)
    known = Known(organisations=[mine, Named(2, "CIO de Tours", names_of("CIO"), TOURS)])
    assert read("CIO 8/12 atelier", known=known).organisations == (5,)


@given(
    st.dates(date(2026, 11, 23), date(2027, 11, 22)),
    st.sampled_from(
        [
            "{d}/{m}",
            "{d:02}/{m:02}",
            "{d} {w}",
            "le {d} {w}",
            "{day} {d} {w}",
            "{day} {d}/{m:02}",
            "le {d}.{m}",
            "{d}/{m}/{y}",
            "{d:02}.{m:02}.{y}",
            "{d} {w} {y}",
            "{y}-{m:02}-{d:02}",
            "{d:02}-{m:02}-{y}",
        ]
    ),
    st.sampled_from(["", "{h}h", "{h}h{n:02}", "à {h}h{n:02}", "{h} h {n:02}", "{h:02}:{n:02}"]),
    st.integers(0, 23),
    st.integers(0, 59),
    st.booleans(),
)
@example(date(2026, 11, 23), "{y}-{m:02}-{d:02}", "à {h}h{n:02}", 0, 0, False)
def test_any_day_and_hour_is_read_whatever_its_writing(day, form, hours, hour, minute, hours_first):
    words = {"d": day.day, "m": day.month, "y": day.year, "w": MONTHS[day.month - 1], "h": hour, "n": minute}
    written = form.format(day=WEEKDAYS[day.weekday()], **words).replace(" 1 ", " 1er ")
    parts = [written, hours.format(**words)]
    found = read(" ".join([*(reversed(parts) if hours_first else parts), "forum des métiers"]))
    (slot,) = found.slots
    assert slot.first_day == day
    minutes = minute if "{n" in hours else 0
    assert slot.start == (time(hour, minutes) if hours else None)
    assert found.title == "Forum des métiers"
    assert found.missing == ()


@given(st.dates(date(2026, 11, 23), date(2027, 11, 1)), st.integers(1, 60), st.sampled_from(["au", "-"]))
def test_any_range_is_read(first, lasts, to):
    last = first + timedelta(lasts)
    words = f"{first.day} {MONTHS[first.month - 1]} {to} {last.day} {MONTHS[last.month - 1]} salon"
    (slot,) = read(f"du {words}" if to == "au" else words).slots
    assert (slot.first_day, slot.last_day) == (first, last)


@given(st.text(max_size=200) | st.text(alphabet="0123456789/h:.- ,duaàlemrjvt'", max_size=80))
def test_no_line_breaks_the_reading_and_no_past_day_is_silent(text):
    found = read(text)
    assert len(found.title) <= 200
    for slot in found.slots:
        assert slot_refusal(slot) == ""
        if slot.first_day < TODAY:
            assert any("passé" in note for note in found.notes)


@pytest.mark.parametrize(
    "line", ["1 " * 250, "le " * 150 + "1er mardi", "1/1 et " * 80, "9h-" * 160, "lundi, " * 70]
)
def test_a_long_line_takes_no_longer(line):
    assert len(read(line).slots) <= 60


def test_what_was_understood_fills_an_event():
    found = read("8/12 14h atelier CV, Blois, salle 3, CIO, mission locale de Tours https://a.example/b")
    said = {"zone": "Europe/Paris", "organisation": 9, "territories": (5,)}
    facts, parts = facts_of(found, **said, may_add=lambda key: key == 3)
    assert facts_refusals(facts) == {}
    assert (facts.title, facts.kind, facts.commune, facts.room) == (
        "Atelier CV",
        "workshop",
        BLOIS,
        "salle 3",
    )
    assert (facts.organisation, facts.territories, facts.link) == (3, (5,), "https://a.example/b")
    assert [(one.organisation, one.part, one.state) for one in parts] == [(4, "partner", "awaiting")]
    facts, parts = facts_of(found, **said, may_add=lambda key: False)
    assert (facts.organisation, [one.organisation for one in parts]) == (9, [3, 4])


@pytest.mark.django_db
def test_names_come_from_the_directory(django_assert_num_queries):
    tours = factories.commune("Tours", insee_code=TOURS)
    place = factories.organisation("CRIA de Tours (exemple)", kind="cria", commune=tours)
    rights = Rights(frozenset([Held("adviser", place.pk)]), 1)
    with django_assert_num_queries(2):
        known = known_names(rights)
    found = read("20/12 formation, Tours, CRIA", known=known)
    assert (found.commune, found.organisations) == (TOURS, (place.pk,))
