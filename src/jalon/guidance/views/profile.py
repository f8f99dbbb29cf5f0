"""« Quel métier pour moi ? »: the statements one page after the other, and what they say of the person.

Everything is in the address; pages with answers are kept by no shared cache and no search engine.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.guidance.rules.address import read_answers
from jalon.guidance.rules.interests import (
    InterestScore,
    Replies,
    Reply,
    known_interests,
    leading_interests,
    read_replies,
    score_interests,
    with_replies,
    written_replies,
)
from jalon.guidance.rules.statements import EACH_PAGE, LENGTHS, STATEMENTS, Statement
from jalon.guidance.rules.workshop import Ticket, ticket_in
from jalon.guidance.selectors.workshop import place_of
from jalon.guidance.views.said import Said
from jalon.occupations import selectors as occupations
from jalon.ui.services.addresses import address_of

REPLY_WORDS = {
    Reply.VERY: "J'aime beaucoup",
    Reply.RATHER: "J'aime plutôt",
    Reply.LITTLE: "Pas trop",
    Reply.NOT: "Pas du tout",
    Reply.UNSURE: "Je ne sais pas",
}
# The words of the nearest reply: « pas du tout » is 0, « pas trop » 1/3, « plutôt » 2/3, « beaucoup » 1.
SCORE_WORDS = ((5 / 6, "Vous aimez beaucoup"), (0.5, "Vous aimez plutôt"), (1 / 6, "Vous n'aimez pas trop"))
LEAST_WORDS = "Vous n'aimez pas du tout"
SMALLEST_PETAL = 0.12


@dataclass(frozen=True)
class Choice:
    """One answer to tick."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """A statement on its page, with the answers to tick."""

    name: str
    number: int
    statement: Statement
    choices: list[Choice]


@dataclass(frozen=True)
class Told:
    """A statement with what was answered (not `answered`: nothing), and the address where it is changed."""

    statement: Statement
    words: str
    answered: bool
    url: str


@dataclass(frozen=True)
class Petal:
    """One interest with its score: drawn as a petal of length `scale`, written as `percent` and `words`."""

    line: occupations.InterestLine
    score: InterestScore
    scale: str
    percent: int | None
    words: str


@dataclass(frozen=True)
class Sheet:
    """The answers of an address: to how many statements, which, and for which workshop if any.

    `kept`: what she said on the other pages, which travels along.
    """

    count: int
    replies: Replies
    ticket: Ticket | None = None
    kept: tuple[tuple[str, str], ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs of the address of these answers."""
        pairs = [("n", str(self.count)), ("r", written_replies(self.replies))]
        pairs.append(("atelier", str(self.ticket or "")))
        return [(name, value) for name, value in pairs if value]

    def url(self, route: str, step: int = 0) -> str:
        """Return the address of a page with these answers."""
        steps = [("etape", str(step))] if step else []
        return f"{address_of(route)}?{urlencode([*self.kept, *self.pairs(), *steps])}"

    @property
    def steps(self) -> int:
        """Return the number of pages."""
        return self.count // EACH_PAGE

    @property
    def answered(self) -> int:
        """Return how many statements have an answer, « I do not know » included."""
        return sum(reply is not None for reply in self.replies)

    def scores(self) -> list[InterestScore]:
        """Return the six scores."""
        return score_interests(
            (one.letter, reply) for one, reply in zip(STATEMENTS, self.replies, strict=False)
        )


def read_sheet(query: QueryDict) -> Sheet:
    """Return what the address holds, with what was just ticked."""
    asked = query.get("n", "")
    count = next((one for one in LENGTHS if str(one) == asked), LENGTHS[0])
    ticked = {rank: query[f"s{rank + 1}"] for rank in range(count) if f"s{rank + 1}" in query}
    replies = with_replies(read_replies(query.get("r", ""), count), ticked)
    kept = Said(replace(read_answers(dict(query.lists())), interests={})).pairs()
    return Sheet(count, replies, ticket_in(query.get("atelier", "")), tuple(kept))


def _step(query: QueryDict, last: int) -> int:
    asked = query.get("etape", "")
    return min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1


def _questions(sheet: Sheet, step: int) -> list[Question]:
    first = (step - 1) * EACH_PAGE
    return [
        Question(
            f"s{rank + 1}",
            rank + 1,
            STATEMENTS[rank],
            [Choice(one.value, words, sheet.replies[rank] is one) for one, words in REPLY_WORDS.items()],
        )
        for rank in range(first, first + EACH_PAGE)
    ]


@cache_control(private=True)
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Ask six statements; what was ticked goes into the address of the page that follows."""
    sheet = read_sheet(request.GET)
    step = _step(request.GET, sheet.steps)
    going = request.GET.get("vers", "")
    if going == "retour" and step > 1:
        return redirect(sheet.url("guidance:profile", step - 1))
    if going and step == sheet.steps:
        return redirect(sheet.url("guidance:profile_result"))
    if going:
        return redirect(sheet.url("guidance:profile", step + 1))
    context = {
        "sheet": sheet,
        "replies": written_replies(sheet.replies),
        "step": step,
        "questions": _questions(sheet, step),
        "result_url": sheet.url("guidance:profile_result"),
    }
    return render(request, "guidance/profile/statements.html", context)


def _words(score: float | None) -> str:
    if score is None:
        return "On ne sait pas"
    return next((words for least, words in SCORE_WORDS if score >= least), LEAST_WORDS)


def petal_scale(score: float) -> str:
    """Return the length of the petal of a score from 0 to 1; even the shortest is seen."""
    return f"{SMALLEST_PETAL + (1 - SMALLEST_PETAL) * score:.2f}"


def _petals(lines: list[occupations.InterestLine], scores: list[InterestScore]) -> list[Petal]:
    return [
        Petal(
            line,
            one,
            petal_scale(1 if one.score is None else one.score),
            None if one.score is None else round(100 * one.score),
            _words(one.score),
        )
        for line, one in zip(lines, scores, strict=True)
    ]


def _told(sheet: Sheet) -> list[Told]:
    pages = [sheet.url("guidance:profile", step) for step in range(1, sheet.steps + 1)]
    return [
        Told(
            one,
            REPLY_WORDS[reply] if reply else "Pas de réponse",
            reply is not None,
            f"{pages[rank // EACH_PAGE]}#s{rank + 1}",
        )
        for rank, (one, reply) in enumerate(zip(STATEMENTS, sheet.replies, strict=False))
    ]


@require_safe
def profile_result(request: HttpRequest) -> HttpResponse:
    """Show what the answers say: the scores drawn and tabled, and the occupations of what stands out."""
    sheet = read_sheet(request.GET)
    scores = sheet.scores()
    leading = leading_interests(scores)
    lines = occupations.interest_lines()
    by_letter = {line.letter: line for line in lines}
    known = known_interests(scores)
    all_replies = read_replies(written_replies(sheet.replies), LENGTHS[-1])
    longest = replace(sheet, count=LENGTHS[-1], replies=all_replies)
    others = read_answers(dict(request.GET.lists()))
    said = Said(replace(others, interests=known), tuple(sheet.pairs()))
    context = {
        "sheet": sheet,
        "replies": written_replies(sheet.replies),
        "place": sheet.ticket and place_of(sheet.ticket, today=timezone.localdate()),
        "known": known,
        "matches_url": said.url("guidance:matches"),
        "choices_url": said.url("guidance:choices"),
        "skills_url": said.url("guidance:skills"),
        "petals": _petals(lines, scores),
        "leading": leading,
        "first": [by_letter[letter] for letter in leading.letters],
        "tied": [by_letter[letter] for letter in leading.tied],
        "told": _told(sheet),
        "change_url": sheet.url("guidance:profile", 1),
        "more_url": longest.url("guidance:profile", LENGTHS[0] // EACH_PAGE + 1),
        "more": LENGTHS[-1] - sheet.count,
    }
    return render(request, "guidance/profile/result.html", context)
