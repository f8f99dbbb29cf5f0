"""Records drawn at random, and small ones written by hand, for the tests of the catalogue."""

from datetime import date

from hypothesis import strategies as st

from jalon.training.enums import Funding, Mode, Recruitment, Rhythm
from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
words = st.lists(texts.filter(bool), max_size=3).map(tuple)
days = st.none() | st.dates(date(1990, 1, 1), date(2050, 1, 1))
counts = st.none() | st.integers(0, 2**31 - 1)
amounts = st.none() | st.floats(0, 1e9, allow_subnormal=False)
truths = st.none() | st.booleans()
levels = st.none() | st.sampled_from([0, 3, 4, 5, 6, 7, 8])


def some(enum):
    """Draw some values of an enum, each once."""
    return st.lists(st.sampled_from([one.value for one in enum]), unique=True, max_size=3).map(tuple)


places = st.builds(
    Place,
    *(texts, words, texts, texts, texts),
    *[st.none() | st.floats(-90, 90, allow_subnormal=False)] * 2,
    *[texts] * 2,
)
contacts = st.builds(Contact, texts, texts, texts)
providers = st.builds(Provider, *[texts] * 6, places, contacts)
sessions = st.builds(
    Session,
    *(texts, days, days, days, days, st.sampled_from([one.value for one in Recruitment]), counts),
    *(texts, texts, places, contacts, days),
)
actions = st.builds(
    Action,
    number=texts,
    modes=some(Mode),
    rhythms=some(Rhythm),
    rhythm_text=texts,
    audiences=words,
    audience_note=texts,
    level_compulsory=st.booleans(),
    alternation=texts,
    teaching=st.sampled_from(["0", "1", "2"]),
    conditions=texts,
    funding_possible=st.booleans(),
    funding=some(Funding),
    funders=words,
    funding_details=texts,
    place=places,
    other_places=st.lists(places, max_size=2).map(tuple),
    permanent=st.booleans(),
    hours_total=counts,
    hours_centre=counts,
    hours_company=counts,
    length_text=texts,
    months=amounts,
    price=amounts,
    hourly_price=amounts,
    cost_left=texts,
    agreement=truths,
    access_text=texts,
    accessible=truths,
    lodging=texts,
    catering=texts,
    transport=texts,
    languages=words,
    recruitment_text=texts,
    pedagogy=texts,
    website=texts,
    trainer=texts,
    trainer_siret=texts,
    updated_on=days,
    sessions=st.lists(sessions, max_size=2).map(tuple),
)
programmes = st.builds(
    Programme,
    number=texts.filter(bool),
    title=texts,
    objective=texts,
    results=texts,
    content=texts,
    certifying=st.booleans(),
    certifications=words,
    certifinfo=words,
    level_in=levels,
    level_in_code=texts,
    level_out=levels,
    level_out_code=texts,
    path=texts,
    goal=texts,
    formacodes=words,
    nsf=words,
    rome=words,
    provider=providers,
    contact=contacts,
    website=texts,
    updated_on=days,
    example=st.booleans(),
    actions=st.lists(actions, max_size=2).map(tuple),
)

TOURS = Place("Lycée des métiers", ("1 rue de la Paix",), "37000", "Tours", "37261", 47.4, 0.7)


def programme(number: str, *, title: str = "Cuisine", seats: int = 12, sessions: int = 2) -> Programme:
    """Return a plain programme of one action at Tours."""
    intakes = tuple(
        Session(f"{number}-S{at}", date(2030, 9, 1 + at), date(2031, 6, 30), seats=seats)
        for at in range(sessions)
    )
    action = Action(f"{number}-A1", ("adult",), ("full",), place=TOURS, hours_total=400, sessions=intakes)
    return Programme(
        number=number,
        title=title,
        provider=Provider(number="O1", name="Organisme d'essai", place=TOURS),
        actions=(action,),
    )
