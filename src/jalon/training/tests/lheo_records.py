"""Hypothesis strategies of records, and small LHÉO files, for the tests of LHÉO."""

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from jalon.training.enums import Funding, Mode, Recruitment, Rhythm
from jalon.training.rules import lheo, texts
from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session
from jalon.training.services.lheo import Limits, Omitted, Rejected, iter_programmes, open_feed

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDÉÀÇéèàçœ0123456789'’<>&\"./,;:!?()- €«»"


def words(longest: int, *, shortest: int = 0) -> st.SearchStrategy[str]:
    """Texts of one line, as `one_line` gives them."""
    return (
        st.text(LETTERS, min_size=shortest, max_size=longest)
        .map(texts.one_line)
        .filter(
            lambda text: len(texts.marked(text)) <= longest and texts.one_line(texts.marked(text)) == text
        )
        .filter(lambda text: len(text) >= shortest)
    )


def blocks(longest: int) -> st.SearchStrategy[str]:
    """Texts of several lines, as `paragraphs` gives them."""
    return (
        st.text(LETTERS + "\n", max_size=longest)
        .map(texts.paragraphs)
        .filter(
            lambda text: len(texts.marked(text)) <= longest and texts.paragraphs(texts.marked(text)) == text
        )
    )


def digits(length: int) -> st.SearchStrategy[str]:
    return st.integers(1, 10**length - 2).map(lambda number: f"{number:0{length}d}")


def some(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy)


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MAYBE_DAYS = st.none() | DAYS
NUMBERS = st.text("abcXYZ0123456789_-.|", min_size=1, max_size=30).filter(lambda text: text.strip("-_."))
CODES = st.text("ABCDEF123456", min_size=5, max_size=5)
SITES = some(st.from_regex(r"https?://[a-z]{2,9}\.(fr|example)(/[a-z0-9?=]{0,9})?", fullmatch=True))
MAILS = some(st.from_regex(r"[a-z.]{1,8}[a-z]@[a-z]{2,9}\.fr", fullmatch=True))
UAI = some(st.from_regex(r"[0-9]{7}[A-Z]", fullmatch=True))
COUNTS = st.none() | st.integers(1, 99_999)


def amounts(most: int) -> st.SearchStrategy[float | None]:
    return st.none() | st.integers(0, most * 10).map(lambda tenths: tenths / 10)


@st.composite
def places(draw: st.DrawFn) -> Place:
    here = draw(st.booleans())
    return Place(
        name=draw(words(60)),
        lines=tuple(draw(st.lists(words(50, shortest=1).filter(lambda line: " " not in line), max_size=4))),
        postal_code=draw(some(digits(5))),
        town=draw(words(50)),
        commune=draw(some(digits(5))),
        latitude=draw(st.floats(41, 51)) if here else None,
        longitude=draw(st.floats(-5, 9)) + 0.0 if here else None,
    )


CONTACTS = st.builds(Contact, phone=some(digits(10)), email=MAILS, website=SITES)
PROVIDERS = st.builds(
    Provider,
    number=some(NUMBERS),
    name=words(100, shortest=3),
    legal_name=words(100),
    siret=some(digits(14)),
    activity_number=some(digits(11)),
    uai=UAI,
    place=places(),
    contact=CONTACTS,
)
SESSIONS = st.builds(
    Session,
    number=NUMBERS,
    start=MAYBE_DAYS,
    end=MAYBE_DAYS,
    registration_from=MAYBE_DAYS,
    registration_until=MAYBE_DAYS,
    recruitment=st.sampled_from(Recruitment.values),
    seats=COUNTS,
    how_to_register=words(200),
    website=SITES,
    registration_place=places(),
    contact=CONTACTS,
    updated_on=MAYBE_DAYS,
)


@st.composite
def training_places(draw: st.DrawFn) -> Place:
    return draw(places())._replace(siret=draw(some(digits(14))), uai=draw(UAI))


def subset(values: list[str], *, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=least).map(tuple)


def numbered(strategy: st.SearchStrategy) -> st.SearchStrategy[tuple]:
    return st.lists(strategy, max_size=2, unique_by=lambda record: record.number).map(tuple)


ACTIONS = st.builds(
    Action,
    number=NUMBERS,
    modes=subset(Mode.values, least=1),
    rhythms=subset(Rhythm.values),
    rhythm_text=blocks(100),
    audiences=st.lists(digits(5), max_size=10).map(tuple),
    audience_note=blocks(100),
    level_compulsory=st.booleans(),
    alternation=blocks(100),
    teaching=st.sampled_from("012"),
    conditions=blocks(300),
    funding_possible=st.booleans(),
    funding=subset(Funding.values),
    funders=subset(sorted(lheo.FUNDER_VALUES)).map(lambda codes: codes[:8]),
    funding_details=blocks(100),
    place=training_places(),
    other_places=st.just(()),
    permanent=st.booleans(),
    hours_total=COUNTS,
    hours_centre=COUNTS,
    hours_company=COUNTS,
    length_text=words(100),
    months=amounts(96),
    price=amounts(99_999),
    hourly_price=amounts(999),
    cost_left=words(100),
    agreement=st.none() | st.booleans(),
    access_text=words(100),
    accessible=st.none() | st.booleans(),
    lodging=words(100),
    catering=words(100),
    transport=words(100),
    languages=st.lists(st.sampled_from(["fr", "en", "de"]), max_size=3).map(tuple),
    recruitment_text=blocks(100),
    pedagogy=blocks(100),
    website=SITES,
    trainer=words(60),
    trainer_siret=some(digits(14)),
    updated_on=MAYBE_DAYS,
    sessions=numbered(SESSIONS),
)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Programmes whose every fact fits LHÉO's bounds: they come back exactly."""
    code_in = draw(st.sampled_from(sorted(lheo.LEVEL_VALUES)))
    code_out = draw(st.sampled_from(["", *sorted(lheo.LEVEL_VALUES)]))
    rncp = st.integers(1, 99_999).map(lambda number: f"RNCP{number}")
    rs = st.integers(1, 9_999).map(lambda number: f"RS{number}")
    return Programme(
        number=draw(NUMBERS),
        title=draw(words(200, shortest=3)),
        objective=draw(blocks(400)),
        results=draw(blocks(200)),
        content=draw(blocks(400)),
        certifying=draw(st.booleans()),
        certifications=tuple(draw(st.lists(rncp | rs, max_size=5))),
        certifinfo=tuple(draw(st.lists(st.integers(1, 99_999).map(str), max_size=5))),
        level_in=lheo.LEVELS.get(code_in),
        level_in_code=code_in,
        level_out=lheo.LEVELS.get(code_out),
        level_out_code=code_out,
        path=draw(st.sampled_from(["", "1", "2", "3", "4"])),
        goal=draw(st.sampled_from(["", *"123456789"])),
        formacodes=tuple(draw(st.lists(digits(5), max_size=5))),
        nsf=tuple(draw(st.lists(digits(3), max_size=3))),
        rome=tuple(draw(st.lists(CODES, max_size=5))),
        provider=draw(PROVIDERS),
        contact=draw(CONTACTS),
        website=draw(SITES),
        updated_on=draw(MAYBE_DAYS),
        example=draw(st.booleans()),
        actions=draw(numbered(ACTIONS)),
    )


def read_all(path: Path, limits: Limits | None = None) -> list[Programme | Rejected | Omitted]:
    """Read a whole small file."""
    with open_feed(path, limits=limits) as file:
        return list(iter_programmes(file))


def feed(inside: str, *, namespace: str = "http://lheo.gouv.fr/2.3") -> str:
    """Return a LHÉO file that holds these formations."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<lheo xmlns="{namespace}"><offres>\n{inside}</offres></lheo>'


def formation(inside: str = "", *, number: str = "F1", title: str = "CAP Cuisine", action: str = "") -> str:
    """Return one formation of an action; `inside` goes before the action, `action` into it."""
    return (
        f'<formation numero="{number}"><intitule-formation>{title}</intitule-formation>{inside}'
        f'<action numero="{number}_1">{action}</action></formation>\n'
    )
