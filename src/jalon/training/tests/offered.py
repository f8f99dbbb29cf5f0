"""A small catalogue around Blois and Tours, written and indexed, for the tests of what a person sees."""

from datetime import date, timedelta

from tests import factories

from jalon.search.services import reindex
from jalon.sources.services import Tally
from jalon.training.enums import AccessWay
from jalon.training.models import Certification, CertificationOccupation, Feed, Programme
from jalon.training.rules import records
from jalon.training.services.catalogue import replace_catalogue

TODAY = date(2026, 3, 2)
BLOIS = records.Place("Lycée de Blois", ("1 rue des Essais",), "41000", "BLOIS", "41018", 47.58, 1.33)
TOURS = records.Place("Centre de Tours", ("2 rue des Essais",), "37000", "TOURS", "37261", 47.39, 0.69)
CONTACT = records.Contact("02 61 91 20 00", "accueil@essai.example", "https://essai.example/")


def session(number: str = "S1", *, days: int | None = 60, today: date = TODAY, **fields) -> records.Session:
    """Return a session that starts in so many days; None: no date is announced."""
    start = None if days is None else today + timedelta(days=days)
    return records.Session(number, start, **fields)


def action(
    *sessions: records.Session,
    mode: str = "adult",
    place: records.Place = BLOIS,
    number: str = "A1",
    **fields,
) -> records.Action:
    """Return one way to learn, in one mode."""
    return records.Action(number, (mode,), ("full",), place=place, months=9.0, sessions=sessions, **fields)


def programme(number: str, *actions: records.Action, **fields) -> records.Programme:
    """Return a programme of level CAP that leads to D1102 and to RNCP1."""
    values = {
        "title": f"Formation {number}",
        "certifications": ("RNCP1",),
        "certifying": True,
        "level_out": 3,
        "rome": ("D1102",),
        "provider": records.Provider("O1", "Organisme d'essai", place=BLOIS, contact=CONTACT),
        "updated_on": TODAY - timedelta(days=10),
    }
    return records.Programme(number=number, actions=actions, **values | fields)


def ground() -> None:
    """Make the places, the occupation and the certification that the programmes name."""
    factories.commune()
    factories.commune("Tours", insee_code="37261", postal_codes=("37000",), latitude=47.39, longitude=0.69)
    factories.occupation("D1102", "Boulanger / Boulangère")
    certification("RNCP1", title="Boulanger", access=[AccessWay.SCHOOL, AccessWay.EXPERIENCE])


def certification(
    code: str, *, level: int = 3, kind: str = "CAP", rome: str = "D1102", **fields
) -> Certification:
    """Make a certification in force that leads to an occupation."""
    source = factories.source()
    made = Certification.objects.create(code=code, kind=kind, level=level, source=source, **fields)
    CertificationOccupation.objects.create(certification=made, rome_code=rome, source=source)
    return made


def offer(*programmes: records.Programme, today: date = TODAY) -> Feed:
    """Make the catalogue hold exactly these programmes, and index it."""
    feed = replace_catalogue(
        source=factories.source(slug="flux"), records=programmes, tally=Tally(), today=today
    )
    reindex()
    return feed


def key_of(number: str) -> str:
    """Return the key of a programme of this catalogue."""
    return Programme.objects.filter(number=number).values_list("key", flat=True)[0]
