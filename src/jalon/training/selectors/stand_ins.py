"""What may stand in for a way to learn that has no start to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.search.selectors.occurrences import Order, find_occurrences
from jalon.territory.rules import said_km
from jalon.training.enums import Mode
from jalon.training.models import Action
from jalon.training.rules.equivalents import Equivalent, Kinship, Offer, equivalents
from jalon.training.rules.truth import CATCHABLE, State
from jalon.training.selectors.offers import OfferCard, actions_with_all, next_start, offer_card
from jalon.training.selectors.searching import KIND, Around
from jalon.training.selectors.ways import IN_WORDS, Subject, kept, kilometres

CANDIDATES = 40


@dataclass(frozen=True)
class StandIn:
    """A live offer in place of one that has none, and why it was chosen."""

    card: OfferCard
    why: str


def candidates(subjects: Sequence[Subject], *, today: date, from_where: Around | None) -> list[Action]:
    """Return the live offers about any of these subjects, near first, then anywhere: three queries."""
    refs: dict[int, None] = {}
    for subject in subjects:
        if subject.empty:
            continue
        if from_where is not None:
            near = subject.wanted(today, around=from_where)
            refs |= dict.fromkeys(find_occurrences(KIND, near, order=Order.DISTANCE, limit=CANDIDATES).refs)
        refs |= dict.fromkeys(find_occurrences(KIND, subject.wanted(today), limit=CANDIDATES).refs)
    found = actions_with_all().in_bulk(list(refs)) if refs else {}
    return [found[ref] for ref in refs if ref in found]


def offer_of(action: Action, *, today: date, from_where: Around | None, occupations: Iterable[str]) -> Offer:
    """Return what decides whether an action may stand in for another."""
    programme, start = action.programme, next_start(action, today)
    at_home = set(action.modes) == {Mode.DISTANCE}
    return Offer(
        key=action.pk,
        certification=programme.certification_code,
        occupations=frozenset(occupations),
        level=programme.level_out,
        modes=frozenset(action.modes),
        km=0.0 if at_home else kilometres(action.place, from_where),
        start=None if start.state is State.ANY_TIME else start.start,
        catchable=start.state in CATCHABLE,
    )


def stand_ins(
    action: Action,
    among: Sequence[Action],
    *,
    today: date,
    around: Around | None,
    from_where: Around | None,
    occupations: Iterable[str],
    most: int,
) -> list[StandIn]:
    """Return the best live offers in place of `action`; `from_where`: the person's commune, else its own."""
    occupations = tuple(occupations)
    live = {one.pk: one for one in among if next_start(one, today).live}
    wanted = offer_of(action, today=today, from_where=from_where, occupations=occupations)
    offers = (
        offer_of(one, today=today, from_where=from_where, occupations=one.programme.rome_codes or occupations)
        for one in live.values()
    )
    return [
        StandIn(
            offer_card(live[one.offer.key], today=today, around=around, query=kept(around)),
            _why(one, live[one.offer.key], from_where),
        )
        for one in equivalents(wanted, offers)[:most]
    ]


def _why(one: Equivalent, action: Action, from_where: Around | None) -> str:
    """Return the reason in words: « Même diplôme, même façon d'apprendre, à 12 km de Tours »."""
    same = "Même diplôme" if one.kinship is Kinship.CERTIFICATION else "Même métier, même niveau"
    others = " ou ".join(IN_WORDS[mode] for mode in action.modes if mode in IN_WORDS)
    parts = [same, "même façon d'apprendre" if one.same_mode else others]
    if set(action.modes) != {Mode.DISTANCE} and one.offer.km is not None and from_where is not None:
        town = from_where.commune.name
        parts.append(f"à {said_km(one.offer.km)} de {town}" if one.offer.km >= 1 else f"à {town}")
    return ", ".join(filter(None, parts))
