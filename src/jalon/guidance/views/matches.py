"""What a person accepts, and the occupations ranked by what she said, each with its reasons.

Everything is in the address; pages with answers are kept by no shared cache and no search engine.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.address import WEIGHT, read_answers, written_answers
from jalon.guidance.rules.answers import Answers, Factor
from jalon.guidance.rules.matching import DEFAULT_WEIGHTS, DIVERSE, FACTOR_NAMES
from jalon.guidance.selectors.matching import Explained, FactorLine, Ranking, rank
from jalon.occupations import selectors as occupations

LENGTHS = ((6, "6 mois"), (12, "1 an"), (24, "2 ans"), (36, "3 ans"), (60, "5 ans"))
WEIGHT_WORDS = ("Ne compte pas", "Compte un peu", "Compte", "Compte beaucoup")
EACH_PAGE = DIVERSE
FEW_REASONS, FEW_DOUBTS = 3, 2
MEETING = ((0.6, "Correspond"), (0.4, "En partie"))
WEAK = 0.55
FORM_FIELDS = frozenset({"mots", "niveau", "vise", "mois", "avec", "sans", "secteur"})


@dataclass(frozen=True)
class Row:
    """One factor of an occupation, drawn and said; `percent` is None when it is unknown."""

    line: FactorLine
    percent: int | None
    words: str


@dataclass(frozen=True)
class Match:
    """One occupation of the ranking with its reasons: the first ones at a glance, then all of them."""

    card: occupations.Card
    rows: list[Row]
    reasons: list[str]
    doubts: list[str]


@dataclass(frozen=True)
class Slider:
    """How much a factor counts for the person; `choices` are (value, words, chosen)."""

    name: str
    label: str
    choices: list[tuple[int, str, bool]]


def _answers(request: HttpRequest) -> Answers:
    return read_answers(dict(request.GET.lists()))


def _url(route: str, answers: Answers) -> str:
    query = urlencode(written_answers(answers))
    return f"{reverse(route)}?{query}" if query else reverse(route)


@cache_control(private=True)
@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Ask what the person accepts and wants, and her own words; what she said before is kept."""
    answers = _answers(request)
    offered = occupations.find(None, occupations.read_filters(lambda _name: []))
    context = {
        "answers": answers,
        "kept": [(name, value) for name, value in written_answers(answers) if name not in FORM_FIELDS],
        "levels": occupations.levels_with_notes(),
        "lengths": LENGTHS,
        "families": [
            (one, sum(choice.value in answers.refused | answers.wanted for choice in one.choices))
            for one in offered.families
        ],
        "sectors": offered.atlas.sector_names,
    }
    return render(request, "guidance/profile/choices.html", context)


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
    }
    return [factor for factor, is_said in said.items() if is_said]


def _row(line: FactorLine) -> Row:
    if line.score is None or not (line.matches or line.misses):
        return Row(line, None, "On ne sait pas")
    words = next((words for least, words in MEETING if line.score >= least), "Ne correspond pas")
    return Row(line, round(100 * line.score), words)


def _match(card: occupations.Card, explained: Explained, asked: list[Factor]) -> Match:
    rows = [_row(line) for line in explained.lines if line.factor in asked]
    reasons = [words for row in rows for words in row.line.matches]
    doubts = [words for row in rows if row.line.factor is not Factor.SKILLS for words in row.line.misses]
    return Match(card, rows, reasons[:FEW_REASONS], doubts[:FEW_DOUBTS])


def _sliders(ranking: Ranking, asked: list[Factor]) -> list[Slider]:
    return [
        Slider(
            f"{WEIGHT}{factor.value}",
            FACTOR_NAMES[factor],
            [(value, words, ranking.weights[factor] == value) for value, words in enumerate(WEIGHT_WORDS)],
        )
        for factor in asked
    ]


def _ways_to_relax(answers: Answers, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return what could be given up to fit more occupations: words and the address without it."""
    ways = [
        (f"Accepter : {names.get(value, value).lower()}", replace(answers, refused=answers.refused - {value}))
        for value in sorted(answers.refused)
    ]
    if answers.sectors:
        ways.append(("Regarder tous les secteurs", replace(answers, sectors=frozenset())))
    if answers.level_most is not None:
        ways.append(("Ne pas limiter le niveau d'études", replace(answers, level_most=None)))
    if answers.months_most is not None:
        ways.append(("Ne pas limiter la durée des études", replace(answers, months_most=None)))
    return [(words, _url("guidance:matches", relaxed)) for words, relaxed in ways]


def _canonical(answers: Answers) -> Answers:
    """Return the answers without the weights that are the usual ones."""
    shifted = {
        factor: weight for factor, weight in answers.weights.items() if weight != DEFAULT_WEIGHTS[factor]
    }
    return replace(answers, weights=shifted)


@cache_control(private=True)
@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """Rank all occupations by what was said; a part of the page alone for htmx."""
    answers = _canonical(_answers(request))
    if "choisir" in request.GET:
        return redirect(_url("guidance:matches", answers))
    context: dict[str, object] = {
        "answers": answers,
        "choices_url": _url("guidance:choices", answers),
        "nothing": answers.says_nothing(),
    }
    if not answers.says_nothing():
        context |= _ranked(request, answers)
    fragment = bool(request.htmx and not request.htmx.history_restore_request and not answers.says_nothing())
    template = "guidance/profile/_ranked.html" if fragment else "guidance/profile/matches.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    if fragment:
        response["HX-Push-Url"] = _url("guidance:matches", answers)
    return response


def _ranked(request: HttpRequest, answers: Answers) -> dict[str, object]:
    ranking = rank(answers)
    asked = _asked(ranking)
    page = Paginator(ranking.order, EACH_PAGE).get_page(request.GET.get("page"))
    cards = {card.code: card for card in occupations.cards([one.code for one in page])}
    shown = [_match(cards[one.code], ranking.explain(one.code), asked) for one in page if one.code in cards]
    offered = occupations.find(None, occupations.read_filters(lambda _name: []))
    names = {choice.value: choice.label for family in offered.families for choice in family.choices}
    weak = bool(ranking.order) and page.number == 1 and ranking.order[0].score < WEAK
    return {
        "page": page,
        "matches": shown,
        "sliders": _sliders(ranking, asked),
        "kept": [(name, value) for name, value in written_answers(answers) if not name.startswith(WEIGHT)],
        "relax": _ways_to_relax(answers, names) if weak else [],
        "weak": weak,
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
            "example": rules.worked_example(),
            "version": rules.RULES_VERSION,
        },
    )
