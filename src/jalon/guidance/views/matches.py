"""The occupations ranked by what a person said, each with its reasons; and the rule, for anyone.

Everything is in the address; pages with answers are kept by no shared cache and no search engine.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.address import WEIGHT, written_answers
from jalon.guidance.rules.answers import Answers, Factor
from jalon.guidance.rules.example import worked_example
from jalon.guidance.rules.matching import DEFAULT_WEIGHTS, DIVERSE, FACTOR_NAMES
from jalon.guidance.rules.meaning import MEANT_EACH, MEANT_FROM, MEANT_MOST, REFUSED_TAKES
from jalon.guidance.selectors.matching import CONDITIONS, FactorLine, Ranking, rank
from jalon.guidance.selectors.nearby import Nearby, nearby
from jalon.guidance.selectors.skills_profile import Carried, carried_over
from jalon.guidance.views.said import Said, read_said
from jalon.guidance.views.starts import starts
from jalon.occupations import selectors as occupations
from jalon.search.rules import plain_query
from jalon.training.rules.asking import Asked as PlaceAsked
from jalon.training.selectors.screens import settled_place
from jalon.ui.services.addresses import address_of
from jalon.ui.services.parts import asks_part, varied

WEIGHT_WORDS = ("Ne compte pas", "Compte un peu", "Compte", "Compte beaucoup")
EACH_PAGE = DIVERSE
FEW_REASONS, FEW_DOUBTS = 3, 2
MEETING = ((0.6, "Correspond"), (0.4, "En partie"))
WEAK = 0.55
LONGEST_PLACE = 100


class Row(NamedTuple):
    """One factor of an occupation, drawn and said; `percent` is None when it is unknown.

    `url`: where what it counts is listed.
    """

    line: FactorLine
    percent: int | None
    words: str
    url: str = ""

    @property
    def about_skills(self) -> bool:
        """Tell whether it is about what she knows how to do."""
        return self.line.factor is Factor.SKILLS


class Match(NamedTuple):
    """One occupation of the ranking with its reasons: the first ones at a glance, then all of them.

    `carried`: what she knows how to do of what it asks first; None when she did not say, or it does not.
    `closeness`: to the nearest of what she did, out of 100. `way_url`: how to get there, from her situation.
    """

    card: occupations.Card
    rows: list[Row]
    reasons: list[str]
    doubts: list[str]
    carried: Carried | None = None
    closeness: int = 0
    way_url: str = ""


class Slider(NamedTuple):
    """How much a factor counts for the person: `weight` is one of WEIGHT_WORDS."""

    name: str
    label: str
    weight: int


def _asked(ranking: Ranking) -> list[Factor]:
    """Return the factors of which the person said something."""
    answers = ranking.answers
    said = {
        Factor.INTERESTS: bool(ranking.interests),
        Factor.SKILLS: bool(ranking.skills or answers.past),
        Factor.WORDS: bool(ranking.words.clauses),
        Factor.STUDY: ranking.most is not None or answers.months_most is not None,
        Factor.CONDITIONS: bool(ranking.wanted or ranking.refused),
        Factor.SECTORS: bool(answers.sectors),
        Factor.NEAR: ranking.sessions is not None,
    }
    return [factor for factor, is_said in said.items() if is_said]


def _row(line: FactorLine) -> Row:
    told = line.matches or line.misses
    if line.score is None or (line.unknown and not told):
        return Row(line, None, "On ne sait pas")
    if not told:
        return Row(line, round(100 * line.score), "Ni pour ni contre")
    words = next((words for least, words in MEETING if line.score >= least), "Ne correspond pas")
    return Row(line, round(100 * line.score), words)


def _near_row(line: FactorLine, near: Nearby, code: str) -> Row:
    """Return the factor of what can be joined around, with how many, where, and their list."""
    count = near.counts.get(code, 0)
    if not count:
        return _row(line._replace(misses=(f"Aucune formation connue {near.words}",)))
    number = f"{count} formation{'s' if count > 1 else ''}"
    return _row(line._replace(matches=(f"{number} {near.words}",)))._replace(url=near.url(code))


def _way_urls(codes: Sequence[str], answers: Answers) -> dict[str, str]:
    """Return where the ways to each are told: her own when she said where she stands, else all of them."""
    far = answers.kilometres if answers.commune else None
    stands = Answers(level_now=answers.level_now, commune=answers.commune, kilometres=far)
    usual = urlencode(written_answers(stands))
    urls = {}
    for code in codes:
        query = urlencode(written_answers(replace(stands, past=(code,)))) if code in answers.past else usual
        route = "guidance:routes" if query else "guidance:ways"
        urls[code] = f"{address_of(route, code)}{'?' if query else ''}{query}"
    return urls


def _match(
    card: occupations.Card,
    ranking: Ranking,
    asked: list[Factor],
    near: Nearby | None,
    carried: Carried | None,
    way_url: str,
) -> Match:
    code = card.code
    rows = [
        _near_row(line, near, code) if near and line.factor is Factor.NEAR else _row(line)
        for line in ranking.explain(code).lines
        if line.factor in asked
    ]
    # What she knows how to do is counted on a line of its own.
    told = [row.line for row in rows if row.line.factor is not Factor.SKILLS or carried is None]
    telling = sorted(told, key=lambda line: -line.weight * ((line.score or 0.0) - rules.MIDDLE))
    reasons = [words for line in telling for words in line.matches]
    doubts = [words for line in told if line.factor is not Factor.SKILLS for words in line.misses]
    closeness = round(100 * ranking.closeness[ranking.matter.position[code]])
    return Match(card, rows, reasons[:FEW_REASONS], doubts[:FEW_DOUBTS], carried, closeness, way_url)


def _sliders(ranking: Ranking, asked: list[Factor]) -> list[Slider]:
    return [
        Slider(f"{WEIGHT}{factor.value}", FACTOR_NAMES[factor], ranking.weights[factor]) for factor in asked
    ]


def _ways_to_relax(said: Said) -> list[tuple[str, str]]:
    """Return what could be given up to fit more occupations: words and the address without it."""
    answers = said.answers
    ways = [
        (f"Accepter : {CONDITIONS[value].lower()}", said.changed(refused=answers.refused - {value}))
        for value in sorted(answers.refused)
    ]
    if answers.sectors:
        ways.append(("Regarder tous les secteurs", said.changed(sectors=frozenset())))
    if answers.level_most is not None:
        ways.append(("Ne pas limiter le niveau d'études", said.changed(level_most=None)))
    if answers.months_most is not None:
        ways.append(("Ne pas limiter la durée des études", said.changed(months_most=None)))
    if answers.commune and answers.kilometres is not None:
        ways.append(("Regarder plus loin de chez moi", said.changed(kilometres=None)))
    return [(words, relaxed.url("guidance:matches")) for words, relaxed in ways]


def _canonical(answers: Answers) -> Answers:
    """Return the answers without the weights that are the usual ones."""
    shifted = {
        factor: weight for factor, weight in answers.weights.items() if weight != DEFAULT_WEIGHTS[factor]
    }
    return replace(answers, weights=shifted)


def _settled(said: Said, request: HttpRequest) -> tuple[Said, str]:
    """Return what she says once the place that she typed is found, and the text that is not one commune."""
    if "lieu" not in request.GET:
        return said, ""
    typed = plain_query(request.GET["lieu"])[:LONGEST_PLACE].strip()
    asked, place = settled_place(PlaceAsked(commune=said.answers.commune), typed)
    far = said.answers.kilometres if asked.commune or place.text else None
    return said.changed(commune=asked.commune, kilometres=far), place.text


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """Rank all occupations by what was said; a part of the page alone for htmx."""
    read = read_said(request)
    said, unsettled = _settled(replace(read, answers=_canonical(read.answers)), request)
    if unsettled:
        return redirect(said.url("guidance:choices", "#ou", lieu=unsettled))
    if "choisir" in request.GET or "lieu" in request.GET:
        return redirect(said.url("guidance:matches"))
    nothing = said.answers.says_nothing()
    questions = starts(said)
    context: dict[str, object] = {"nothing": nothing, "starts": questions, "others": questions[1:]}
    if not nothing:
        context |= _ranked(request, said)
    fragment = asks_part(request) and not nothing
    template = "guidance/profile/_ranked.html" if fragment else "guidance/profile/matches.html"
    response = render(request, template, context)
    varied(response)
    if fragment:
        response["HX-Push-Url"] = said.url("guidance:matches")
    return response


def _ranked(request: HttpRequest, said: Said) -> dict[str, object]:
    answers = said.answers
    near = nearby(answers, today=timezone.localdate())
    ranking = rank(answers, sessions=near.counts if near else None)
    asked = _asked(ranking)
    page = Paginator(ranking.order, EACH_PAGE).get_page(request.GET.get("page"))
    codes = [one.code for one in page]
    cards = {card.code: card for card in occupations.cards(codes)}
    sure = answers.skills
    carried = carried_over(codes, sure, ranking.skills - sure) if ranking.skills else {}
    ways = _way_urls(codes, answers)
    shown = [
        _match(cards[code], ranking, asked, near, carried.get(code), ways[code])
        for code in codes
        if code in cards
    ]
    weak = bool(ranking.order) and page.number == 1 and ranking.order[0].score < WEAK
    return {
        "page": page,
        "matches": shown,
        "sliders": _sliders(ranking, asked),
        "weights": tuple(enumerate(WEIGHT_WORDS)),
        "kept": [(name, value) for name, value in said.pairs() if not name.startswith(WEIGHT)],
        "relax": _ways_to_relax(said) if weak else [],
        "weak": weak,
        "lost": bool(answers.commune) and near is None,
    }


@require_safe
def how_ranked(request: HttpRequest) -> HttpResponse:
    """Explain how occupations are ranked, to anyone."""
    usual = [
        (FACTOR_NAMES[factor], WEIGHT_WORDS[weight], weight) for factor, weight in DEFAULT_WEIGHTS.items()
    ]
    return render(
        request,
        "guidance/profile/how_ranked.html",
        {
            "usual": usual,
            "first": DIVERSE,
            "pool": rules.DIVERSE_POOL,
            "near": FACTOR_NAMES[Factor.NEAR],
            "stated": rules.REFUSED_KEEPS,
            "read": rules.READ_KEEPS,
            "most": rules.MOST_REFUSED,
            "near_share": round(100 * rules.NEAR_SHARE),
            "equal": rules.EQUAL_WITHIN,
            "phrase_share": rules.PHRASE_SHARE,
            "trade": rules.TRADE_KEPT,
            "trade_left": rules.TRADE_LEFT,
            "heard": rules.HEARD_KEEPS,
            "meant_from": MEANT_FROM,
            "meant_each": round(100 * MEANT_EACH / 10),
            "meant_refused": round(100 * REFUSED_TAKES),
            "meant_most": round(100 * MEANT_MOST),
            "ruled_out": rules.RULED_OUT_KEEPS,
            "step": rules.BELOW_STEP,
            "least": rules.LEAST_BELOW,
            "example": worked_example(),
            "version": rules.RULES_VERSION,
        },
    )
