"""What answers say of the six interests, drawn in Python: every row has figures, dear to a template."""

from collections.abc import Collection, Iterable
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.templatetags.reasons import share_bar
from jalon.ui.templatetags.ui import counted, rendered_icon

register = template.Library()
TURN = 60  # degrees from one petal to the next
PETAL = "M0-18C-34-42-52-84-42-116C-34-142 30-146 41-118C53-86 33-44 0-18Z"
UNKNOWN_SCALE = ".5"


class InterestLike(Protocol):
    """One of the six interests."""

    letter: str
    label: str
    url: str


class ScoreLike(Protocol):
    """From how many answers a score comes."""

    answered: int
    asked: int


class PetalLike(Protocol):
    """One interest with a score: `scale` is the length of its petal, `percent` None when it is unknown."""

    line: InterestLike
    scale: str
    percent: int | None


class ScoredLike(PetalLike, Protocol):
    """The same with words: where the score comes from, what it means."""

    score: ScoreLike
    words: str


class StatementLike(Protocol):
    """Something that one may like doing."""

    icon: str
    words: str


class ToldLike(Protocol):
    """A statement with what was answered (not `answered`: nothing), and the address where it is changed."""

    statement: StatementLike
    words: str
    answered: bool
    url: str


@register.simple_tag
def petal_flower(petals: Iterable[PetalLike]) -> SafeString:
    """`{% petal_flower petals %}`: the petals of the drawing of six scores, each with its letter."""
    drawn = "".join(_petal(petal, TURN * place) for place, petal in enumerate(petals))
    return mark_safe(drawn)  # noqa: S308 - every value is escaped in _petal


def _petal(petal: PetalLike, turn: int) -> str:
    letter = escape(petal.line.letter)
    known = petal.percent is not None
    kind = f"petal-{letter.lower()}" if known else "unknown"
    scale = escape(petal.scale) if known else UNKNOWN_SCALE
    return (
        f'<g transform="rotate({turn})"><path class="petal {kind}" transform="scale({scale})" d="{PETAL}"/>'
        f'<g transform="translate(0 -161) rotate(-{turn})"><text y="7">{letter}</text></g></g>'
    )


@register.simple_tag
def score_rows(petals: Iterable[ScoredLike], first: Collection[InterestLike] = ()) -> SafeString:
    """`{% score_rows petals first %}`: the same as rows of a table; those of `first` stand out."""
    rows = "".join(_row(petal, leading=petal.line in first) for petal in petals)
    return mark_safe(rows)  # noqa: S308 - every value is escaped in _row


def _row(petal: ScoredLike, *, leading: bool) -> str:
    words = escape(petal.words)
    if petal.percent is None:
        figure = f'<span class="soft">{words} : vous n\'avez pas encore répondu</span>'
    else:
        answers = counted(petal.score.answered, "réponse,réponses")
        figure = (
            f"<b>{petal.percent}</b> · {words} "
            f'<small class="soft">({answers} sur {petal.score.asked})</small>'
        )
    chosen = ' class="on"' if leading else ""
    return (
        f'<tr{chosen}><th scope="row"><a href="{escape(petal.line.url)}">{escape(petal.line.label)}</a></th>'
        f'<td>{share_bar(petal.percent)}<span class="figure">{figure}</span></td></tr>'
    )


@register.simple_tag
def told_list(told: Iterable[ToldLike]) -> SafeString:
    """`{% told_list told %}`: statements with what was answered, each with a link to change it."""
    return mark_safe(f'<ul class="plain told">{"".join(map(_told, told))}</ul>')  # noqa: S308 - escaped in _told


def _told(one: ToldLike) -> str:
    words, soft = one.statement.words, "" if one.answered else ' class="soft"'
    return (
        f"<li><span>{rendered_icon(one.statement.icon, 20, '')} {escape(words)}</span> "
        f'<b{soft}>{escape(one.words)}</b> <a href="{escape(one.url)}">Changer'
        f'<span class="visually-hidden"> : {escape(words.lower())}</span></a></li>'
    )
