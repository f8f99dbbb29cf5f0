"""One line understood: every usual way of telling days and hours, what is guessed, what is missing."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from jalon.agenda.rules.quick import Known, Named, names_of, understand
from jalon.agenda.rules.said import MONTHS, WEEKDAYS
from jalon.agenda.rules.schedule import slot_refusal
from jalon.agenda.selectors.quick import known_names
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
# A line, then: title, kind, days (first/last, hours, rule), commune and structures.
LINES = [
    (
        "20/09 14h-17h formation repérer l'illettrisme, Tours, CRIA",
        "Formation repérer l'illettrisme",
        "training",
        "2027-09-20 14:00-17:00",
        "37261 1",
    ),
    ("forum du 3 au 5 oct à Tours", "Forum", "forum", "2027-10-03/05", "37261"),
    ("du 30 septembre au 2 octobre salon de l'emploi", "Salon de l'emploi", "fair", "2027-09-30/02", ""),
    ("3-5 octobre 2027 salon", "Salon", "fair", "2027-10-03/05", ""),
    ("réunion lundi prochain 9h", "Réunion", "meeting", "2026-11-30 09:00", ""),
    (
        "tous les mardis de 9h à 12h jusqu'au 20/12 permanence mission locale de Tours",
        "Permanence mission locale de Tours",
        "other",
        "2026-11-24 09:00-12:00 FREQ=WEEKLY;BYDAY=TU;UNTIL=20261220",
        "37261 4",
    ),
    (
        "atelier CV 1er mardi du mois 14h",
        "Atelier CV",
        "workshop",
        "2026-12-01 14:00 FREQ=MONTHLY;BYDAY=1TU",
        "",
    ),
    ("atelier 31/02", "Atelier", "workshop", "", ""),
    (
        "les 3, 4 et 5 mars 9h-12h et 14h-17h formation",
        "Formation",
        "training",
        "2027-03-03 09:00-12:00 + 2027-03-03 14:00-17:00 + "
        "2027-03-04 09:00-12:00 + 2027-03-04 14:00-17:00 + 2027-03-05 09:00-12:00 + 2027-03-05 14:00-17:00",
        "",
    ),
    ("demain de 9 à 12h copil", "Copil", "committee", "2026-11-24 09:00-12:00", ""),
    ("un mardi sur deux atelier", "Atelier", "workshop", "2026-11-24 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", ""),
    ("du 28 déc au 3 janv semaine", "Semaine", "week", "2026-12-28/03", ""),
    ("2026-12-01 visio", "Visio", "webinar", "2026-12-01", ""),
    ("fin octobre forum", "Forum", "forum", "", ""),
    ("20/09/26 forum", "Forum", "forum", "2026-09-20", ""),
    ("mardi 24 novembre 14h30 forum", "Forum", "forum", "2026-11-24 14:30", ""),
    ("lundi 24 novembre 14h30 forum", "Forum", "forum", "2026-11-24 14:30", ""),
    (
        "12 h 30 le 1er décembre brunch de l'alternance",
        "Brunch de l'alternance",
        "meeting",
        "2026-12-01 12:30",
        "",
    ),
    ("formation le 3 décembre 2026 à 14 h 30 à Blois", "Formation", "training", "2026-12-03 14:30", "41018"),
    ("semaine du 16 novembre semaine de l'industrie", "Semaine de l'industrie", "week", "2027-11-16/22", ""),
    (
        "tous les jeudis du 7 janvier au 25 mars 14h-16h atelier CIO, Blois",
        "Atelier CIO",
        "workshop",
        "2027-01-07 14:00-16:00 FREQ=WEEKLY;BYDAY=TH;UNTIL=20270325",
        "41018 3",
    ),
    ("18h30 20 janvier réunion parents", "Réunion parents", "meeting", "2027-01-20 18:30", ""),
    (
        "portes ouvertes samedi 30 janvier, lycée Vaucanson, salle 12, 3 rue des Lilas, Tours",
        "Portes ouvertes, lycée Vaucanson",
        "open-day",
        "2027-01-30",
        "37261",
    ),
    (
        "https://visio.example/abc 4/12 10h mieux connaître la VAE",
        "Mieux connaître la VAE",
        "webinar",
        "2026-12-04 10:00",
        "",
    ),
    ("9h 20 janvier atelier", "Atelier", "workshop", "2027-01-20 09:00", ""),
    ("14h 20/01 atelier", "Atelier", "workshop", "2027-01-20 14:00", ""),
    ("atelier 15 et 16 décembre", "Atelier", "workshop", "2026-12-15 + 2026-12-16", ""),
    ("atelier le 15/12 et le 17/12 à 14h", "Atelier", "workshop", "2026-12-15 14:00 + 2026-12-17 14:00", ""),
    (
        "du lundi 7 au vendredi 11 décembre semaine de l'intégration, Bourges",
        "Semaine de l'intégration",
        "week",
        "2026-12-07/11",
        "18033",
    ),
    ("du 7/12 au 11/12 semaine", "Semaine", "week", "2026-12-07/11", ""),
    ("du 7 au 11/12 semaine", "Semaine", "week", "2026-12-07/11", ""),
    ("dim 13 décembre salon", "Salon", "fair", "2026-12-13", ""),
    (
        "réunion d'information mission locale, Tours, vendredi prochain 10h-11h30",
        "Réunion d'information mission locale",
        "information",
        "2026-11-27 10:00-11:30",
        "37261 4",
    ),
    (
        "CRIA : repérer l'illettrisme 15 décembre 9h30-16h30 Saint-Pierre-des-Corps",
        "CRIA : repérer l'illettrisme",
        "other",
        "2026-12-15 09:30-16:30",
        "37233 1",
    ),
    ("job dating jeudi 10h à midi", "Job dating", "meeting", "2026-11-26 10:00-12:00", ""),
    (
        "copil SPRO 37 le 12.01.2027 de 14h00 à 16h00",
        "Copil SPRO 37",
        "committee",
        "2027-01-12 14:00-16:00",
        "",
    ),
    (
        "chaque mercredi 14h-16h permanence VAE à Blois pendant 6 semaines",
        "Permanence VAE",
        "other",
        "2026-11-25 14:00-16:00 FREQ=WEEKLY;BYDAY=WE;COUNT=6",
        "41018",
    ),
    (
        "tous les lundis et jeudis 9h-12h atelier jusqu'au 29 janvier",
        "Atelier",
        "workshop",
        "2026-11-23 09:00-12:00 FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270129",
        "",
    ),
    (
        "dernier vendredi du mois visio réseau 11h",
        "Visio réseau",
        "webinar",
        "2026-11-27 11:00 FREQ=MONTHLY;BYDAY=-1FR",
        "",
    ),
    (
        "tous les jours ouvrés du 7 au 18 décembre 8h30-12h formation",
        "Formation",
        "training",
        "2026-12-07 08:30-12:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261218",
        "",
    ),
    ("JPO 30/01 toute la journée", "JPO", "open-day", "2027-01-30", ""),
    ("webinaire VAE 8 décembre 12h30 (durée 1h)", "Webinaire VAE", "webinar", "2026-12-08 12:30-13:30", ""),
    ("soirée orientation 10/12 18h-22h", "Soirée orientation", "other", "2026-12-10 18:00-22:00", ""),
    ("forum 10/12 22h-1h", "Forum", "forum", "2026-12-10/11 22:00-01:00", ""),
    ("repas 10 décembre après-midi", "Repas", "other", "2026-12-10", ""),
    ("atelier dans 3 semaines", "Atelier", "workshop", "2026-12-14", ""),
    ("atelier dans 15 jours", "Atelier", "workshop", "2026-12-08", ""),
    ("atelier lundi en huit", "Atelier", "workshop", "2026-12-07", ""),
    ("comité 29/02", "Comité", "committee", "2028-02-29", ""),
    ("comité 29 février 2028", "Comité", "committee", "2028-02-29", ""),
    (
        "truck de l'industrie place Jean-Jaurès, Tours, 5 et 6 décembre 10h-18h",
        "Truck de l'industrie place Jean-Jaurès",
        "device",
        "2026-12-05 10:00-18:00 + 2026-12-06 10:00-18:00",
        "37261",
    ),
    (
        "Klub extraordinaire, Bourges, du 14 au 16 décembre",
        "Klub extraordinaire",
        "device",
        "2026-12-14/16",
        "18033",
    ),
    ("forum des métiers", "Forum des métiers", "forum", "", ""),
    ("24 novembre", "", "other", "2026-11-24", ""),
    (
        "Le 5 janvier 2027, de 9 h 30 à 12 h, atelier numérique, mission locale de Tours",
        "Atelier numérique",
        "workshop",
        "2027-01-05 09:30-12:00",
        "4",
    ),
    ("Vendredi 11 décembre forum de l'alternance", "Forum de l'alternance", "forum", "2026-12-11", ""),
    ("forum 1/12", "Forum", "forum", "2026-12-01", ""),
    ("forum 01/12/2026", "Forum", "forum", "2026-12-01", ""),
    ("FORUM DES MÉTIERS – 3 DÉCEMBRE – TOURS", "FORUM DES MÉTIERS", "forum", "2026-12-03", "37261"),
    (
        "12/12, 10h-18h, salon de l'étudiant, Blois",
        "Salon de l'étudiant",
        "fair",
        "2026-12-12 10:00-18:00",
        "41018",
    ),
    ("jeu. 3 déc. 14h réunion réseau", "Réunion réseau", "meeting", "2026-12-03 14:00", ""),
    ("visio Teams 2 décembre 11h00", "Visio Teams", "webinar", "2026-12-02 11:00", ""),
    (
        "info coll mission locale Tours 27/11 à 9h",
        "Info coll mission locale Tours",
        "information",
        "2026-11-27 09:00",
        "37261 4",
    ),
    ("rencontre partenaires aujourd'hui à 16h", "Rencontre partenaires", "meeting", "2026-11-23 16:00", ""),
    ("après-demain 10h copil", "Copil", "committee", "2026-11-25 10:00", ""),
    ("atelier samedi", "Atelier", "workshop", "2026-11-28", ""),
    (
        "tous les premiers lundis du mois 18h-20h commission, Bourges",
        "Commission",
        "committee",
        "2026-12-07 18:00-20:00 FREQ=MONTHLY;BYDAY=1MO",
        "18033",
    ),
    (
        "le 2e jeudi de chaque mois 9h webinaire réseau",
        "Webinaire réseau",
        "webinar",
        "2026-12-10 09:00 FREQ=MONTHLY;BYDAY=2TH",
        "",
    ),
    (
        "toutes les deux semaines le vendredi 9h-10h visio équipe",
        "Visio équipe",
        "webinar",
        "2026-11-27 09:00-10:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "",
    ),
    (
        "une semaine sur deux, le lundi, atelier CV",
        "Atelier CV",
        "workshop",
        "2026-11-23 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "",
    ),
    (
        "tous les jours 9h-17h portes ouvertes du 1er au 5 février",
        "Portes ouvertes",
        "open-day",
        "2027-02-01 09:00-17:00 FREQ=DAILY;UNTIL=20270205",
        "",
    ),
    (
        "chaque mardi 10h atelier x 5 séances",
        "Atelier",
        "workshop",
        "2026-11-24 10:00 FREQ=WEEKLY;BYDAY=TU;COUNT=5",
        "",
    ),
    (
        "à partir du 5 janvier tous les mardis 14h-16h jusqu'au 30 mars atelier",
        "Atelier",
        "workshop",
        "2027-01-05 14:00-16:00 FREQ=WEEKLY;BYDAY=TU;UNTIL=20270330",
        "",
    ),
    ("forum le 20 sept. 2027", "Forum", "forum", "2027-09-20", ""),
    ("du 28/12/2026 au 02/01/2027 conteneur", "Conteneur", "device", "2026-12-28/02", ""),
    ("du 28 décembre au 2 janvier 2027 camion", "Camion", "device", "2026-12-28/02", ""),
    ("assemblée générale 15-12-2026", "Assemblée générale", "committee", "2026-12-15", ""),
    ("meeting 2027-02-30", "Meeting", "other", "", ""),
    ("forum le 32 décembre", "Forum le 32 décembre", "forum", "", ""),
    ("réunion en mars", "Réunion", "meeting", "", ""),
    ("date à définir : forum des métiers, Tours", "Forum des métiers", "forum", "", "37261"),
    ("10h", "", "other", "", ""),
    ("forum dès 9h jusqu'à 17h 4 décembre", "Forum", "forum", "2026-12-04 09:00-17:00", ""),
    ("4 décembre, forum, toute la journée, salle des fêtes, Blois", "Forum", "forum", "2026-12-04", "41018"),
    ("speed dating entre 14h et 16h le 9 décembre", "Speed dating", "meeting", "2026-12-09 14:00-16:00", ""),
    (
        "https://www.example/agenda?x=12/12 webinaire 12/12 à 12h12",
        "Webinaire",
        "webinar",
        "2026-12-12 12:12",
        "",
    ),
    ("24h de l'orientation 5 décembre", "24h de l'orientation", "other", "2026-12-05", ""),
    (
        "repérer 3 signaux, 4 outils et 5 idées, atelier, 8/12",
        "Repérer 3 signaux, 4 outils et 5 idées, atelier",
        "workshop",
        "2026-12-08",
        "",
    ),
    ("CIO Blois 8/12 14h atelier", "CIO Blois atelier", "workshop", "2026-12-08 14:00", "41018 3"),
    ("CIO 8/12 14h atelier", "CIO atelier", "workshop", "2026-12-08 14:00", ""),
]


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


@pytest.mark.django_db
def test_names_come_from_the_directory(django_assert_num_queries):
    tours = factories.commune("Tours", insee_code=TOURS)
    place = factories.organisation("CRIA de Tours (exemple)", kind="cria", commune=tours)
    rights = Rights(frozenset([Held("adviser", place.pk)]), 1)
    with django_assert_num_queries(2):
        known = known_names(rights)
    found = read("20/12 formation, Tours, CRIA", known=known)
    assert (found.commune, found.organisations) == (TOURS, (place.pk,))
