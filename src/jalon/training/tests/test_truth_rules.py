"""What a session is worth today, and the words of an address."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

from hypothesis import given
from hypothesis import strategies as st

from jalon.search.rules import plain_query
from jalon.search.rules.occurrences import chain
from jalon.training.enums import Length, Mode, Recruitment
from jalon.training.rules.asking import DIMENSIONS, RADII, Asked, Sort, When, address, read_asked
from jalon.training.rules.facets import length_band
from jalon.training.rules.truth import CATCHABLE, LIVE, Dates, State, from_day, in_order, last_day, state
from jalon.training.rules.wording import announced_line, said_day, said_length, said_price, truth_line

TODAY = date(2026, 11, 22)
days = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=900))
sessions = st.builds(
    Dates,
    start=st.none() | days,
    end=st.none() | days,
    registration_from=st.none() | days,
    registration_until=st.none() | days,
    recruitment=st.sampled_from(Recruitment.values),
    permanent=st.booleans(),
)


@given(sessions)
def test_what_is_past_is_never_live(dates):
    where = state(dates, TODAY)
    end = last_day(dates)
    if end is not None and end < TODAY:
        assert where in {State.STARTED, State.SUSPENDED}
    if where in CATCHABLE:
        assert dates.permanent or dates.start >= TODAY
        assert dates.recruitment not in {Recruitment.FULL, Recruitment.SUSPENDED}
    assert truth_line(dates, where)


@given(st.lists(sessions, min_size=1, max_size=8))
def test_what_leads_can_be_caught_when_anything_can(every):
    ranked = in_order(every, TODAY)
    assert sorted(position for position, _where in ranked) == list(range(len(every)))
    states = [where for _position, where in ranked]
    ranks = [
        0 if one in CATCHABLE else 1 if one in LIVE else 2 if one is State.UNDATED else 3 for one in states
    ]
    assert ranks == sorted(ranks)
    leaders = [every[position].start for position, where in ranked if where is State.OPEN]
    assert leaders == sorted(leaders)


dated = st.builds(
    Dates, start=days, recruitment=st.sampled_from(Recruitment.values), permanent=st.just(False)
)


@given(st.lists(dated, max_size=8), days.filter(lambda day: day >= TODAY))
def test_what_a_list_shows_is_what_the_index_sorts_by(every, first):
    real = [dates for dates in every if dates.recruitment != Recruitment.SUSPENDED]
    links = chain([(dates.start.toordinal(), dates.start.toordinal()) for dates in real])
    stands = [link.start for link in links if link.before < first.toordinal() <= link.until]
    ranked = from_day(every, first, TODAY)
    assert [every[position].start.toordinal() for position, _where in ranked[:1]] == stands
    starts = [(every[position].start, where not in CATCHABLE) for position, where in ranked]
    assert starts == sorted(starts)


@given(sessions)
def test_an_end_before_the_start_is_never_said(dates):
    where = state(dates, TODAY)
    for words in (truth_line(dates, where), announced_line(dates, where, TODAY)):
        assert "fin à confirmer" not in words or dates.end_in_doubt
        if dates.end_in_doubt and dates.end not in {dates.registration_from, dates.registration_until}:
            assert said_day(dates.end) not in words
    if dates.end_in_doubt and where is State.OPEN:
        assert "(fin à confirmer)" in truth_line(dates, where)


def plainly(words):
    return words.replace("\xa0", " ")


def test_what_a_closed_programme_had_announced_is_said_in_the_past():
    closed = TODAY - timedelta(days=2)

    def said(**facts):
        dates = Dates(**facts)
        return plainly(announced_line(dates, state(dates, TODAY), closed))

    assert said(start=date(2026, 12, 22)) == "Départ annoncé pour le 22 décembre 2026, puis retiré"
    assert said(start=date(2026, 11, 21)) == "Départ annoncé pour le 21 novembre 2026, puis retiré"
    assert (
        said(start=date(2026, 9, 1), end=date(2027, 6, 30))
        == "A commencé le 1er septembre 2026 (fin le 30 juin 2027)"
    )
    assert said(permanent=True) == "On pouvait commencer à tout moment"
    assert said() == "Aucune date n'avait été annoncée"
    assert (
        said(start=date(2026, 12, 22), recruitment="suspended")
        == "Départ du 22 décembre 2026 suspendu ou annulé"
    )


def test_a_start_today_can_still_be_caught():
    assert state(Dates(start=TODAY), TODAY) is State.OPEN
    assert state(Dates(start=TODAY - timedelta(days=1)), TODAY) is State.STARTED


def test_registration_decides():
    later = TODAY + timedelta(days=60)
    over = Dates(start=later, registration_until=TODAY - timedelta(days=1))
    coming = Dates(start=later, registration_from=TODAY + timedelta(days=1))
    assert state(over, TODAY) is State.REGISTRATION_OVER
    assert state(coming, TODAY) is State.NOT_YET
    assert "closes depuis le 21" in truth_line(over, State.REGISTRATION_OVER).replace("\xa0", " ")


@given(st.floats(0, 100))
def test_every_length_has_a_band(months):
    assert length_band(months) in Length


def test_lengths_and_prices_are_said_plainly():
    assert said_length(10, 1200).replace("\xa0", " ") == "10 mois (1 200 heures)"
    assert said_length(None, None) == ""
    assert said_price(0) == "0\xa0€"
    assert said_price(None) == ""


KNOWN = dict.fromkeys(DIMENSIONS.values(), ("1", "2", *Mode.values))


def read(query):
    values = parse_qs(query, keep_blank_values=True)
    return read_asked(lambda name: values.get(name, []), plain=plain_query, known=KNOWN)


questions = st.builds(
    Asked,
    text=st.text("abc é", max_size=20).map(plain_query),
    facets=st.dictionaries(
        st.sampled_from(list(DIMENSIONS.values())),
        st.lists(st.sampled_from(["1", "2"]), min_size=1, unique=True).map(tuple),
    ),
    when=st.sampled_from(When),
    since=st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    commune=st.sampled_from(["", "37261", "2A004"]),
    departement=st.sampled_from(["", "37"]),
    occupation=st.sampled_from(["", "D1102"]),
    sort=st.none() | st.sampled_from(Sort),
)


@given(questions, st.sampled_from(RADII))
def test_an_address_says_the_whole_question(asked, radius):
    if asked.commune:
        asked = Asked(**{**asked.__dict__, "radius": radius})
    assert read(urlencode(address(asked))) == asked


@given(st.text(max_size=80))
def test_an_odd_address_is_never_an_error(text):
    query = urlencode([(name, text) for name in ("q", "rayon", "du", "quand", "tri", "commune", "niveau")])
    asked = read(query)
    assert asked.radius in RADII
    assert asked.bounds(TODAY)[0] >= TODAY


def test_near_me_comes_first_when_a_commune_is_given():
    assert Asked(commune="37261").order is Sort.DISTANCE
    assert Asked().order is Sort.START
    assert Asked(sort=Sort.DISTANCE).order is Sort.START
    assert Asked(commune="37261", sort=Sort.LENGTH).order is Sort.LENGTH
