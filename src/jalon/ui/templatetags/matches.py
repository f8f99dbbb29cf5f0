"""Occupations ranked for a person: what she said, what counts, each with its reasons.

Drawn in Python: a page holds ten of them with seven factors each.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.templatetags.reasons import PointLike, drawn_reasons, point_bar, reason_line
from jalon.ui.templatetags.ui import NO_BREAK_SPACE, counted, keep_link, option_list, rendered_icon, typo

register = template.Library()
MOST_LACKING = 8
WHY_HEAD = (
    '<thead class="visually-hidden" role="rowgroup"><tr role="row">'
    '<th scope="col" role="columnheader">Ce que vous avez dit</th>'
    '<th scope="col" role="columnheader">Ce métier</th></tr></thead>'
)


class StartLike(Protocol):
    """A question: what it is about, where it is asked, what was answered so far (empty: nothing)."""

    icon: str
    label: str
    hint: str
    url: str
    said: str


class SliderLike(Protocol):
    """How much a factor counts; `weight` is one of the choices."""

    name: str
    label: str
    weight: int


class LineLike(Protocol):
    """One factor: what speaks for, against, and what is not known; a `weight` of 0 leaves it out."""

    name: str
    weight: int
    matches: Sequence[str]
    misses: Sequence[str]
    unknown: Sequence[str]


class RowLike(PointLike, Protocol):
    """One factor drawn; `url` may be empty. `about_skills`: told by what carries over, when that is known."""

    line: LineLike
    url: str
    about_skills: bool


class CarriedLike(Protocol):
    """What is asked first: what she has, what she likely has, what is to be learnt, and their numbers."""

    known: Sequence[str]
    likely: Sequence[str]
    lacking: Sequence[str]
    whole: int
    sure_or_likely: int


class MatchCardLike(Protocol):
    """The occupation itself."""

    code: str
    name: str
    url: str
    summary: str


class MatchLike(Protocol):
    """One occupation of the ranking; `closeness` to what she did, out of 100."""

    card: MatchCardLike
    rows: Sequence[RowLike]
    reasons: Sequence[str]
    doubts: Sequence[str]
    carried: CarriedLike | None
    closeness: int
    way_url: str


@register.simple_tag
def start_list(starts: Iterable[StartLike]) -> SafeString:
    """`{% start_list starts %}`: questions, each with what was said so far."""
    lines = "".join(
        f'<li class="start{" answered" if start.said else ""}"><span class="badge b{number}">'
        f"{rendered_icon(start.icon, 28, '')}</span><p>"
        f'<a href="{escape(start.url)}">{escape(start.label)}</a>'
        f"<span>{escape(typo(start.said or start.hint))}</span></p>"
        f"{rendered_icon('pencil' if start.said else 'arrow-right', 20, '')}</li>"
        for number, start in enumerate(starts, start=1)
    )
    return mark_safe(f'<ul class="plain starts">{lines}</ul>')  # noqa: S308 - every value is escaped above


@register.simple_tag
def weight_list(sliders: Iterable[SliderLike], choices: Sequence[tuple[int, str]]) -> SafeString:
    """`{% weight_list sliders weights %}`: for each factor, how much it counts, to choose."""
    fields = "".join(
        f'<p class="field"><label for="{escape(one.name)}">{escape(one.label)}</label>'
        f'<select id="{escape(one.name)}" name="{escape(one.name)}">{option_list(choices, one.weight)}'
        "</select></p>"
        for one in sliders
    )
    return mark_safe(f'<div class="trio">{fields}</div>')  # noqa: S308 - every value is escaped above


@register.simple_tag
def match_list(matches: Iterable[MatchLike], start: int = 1) -> SafeString:
    """`{% match_list matches 11 %}`: an ordered list that begins at `start`.

    The page draws the marks once: `{% icon_symbols "check" "x" "circle-question-mark" %}`.
    """
    # The same reasons come back from one occupation to the next: each is drawn once a page.
    reasons = partial(drawn_reasons, line=cache(reason_line))
    inside = "".join(_match(match, reasons) for match in matches)
    return mark_safe(f'<ol class="plain matches" start="{int(start)}">{inside}</ol>')  # noqa: S308 - every value is escaped below


def _match(match: MatchLike, reasons: Callable[..., str]) -> str:
    card, name = match.card, escape(match.card.name)
    about = f'<span class="visually-hidden"> {name}</span>'
    summary = f"<p>{escape(card.summary)}</p>" if card.summary else ""
    share = _share(match.carried) if match.carried and match.carried.sure_or_likely else ""
    rows = "".join(_row(row, match, name, reasons) for row in match.rows)
    return (
        f'<li class="match"><h2><a href="{escape(card.url)}">{name}</a></h2>\n'
        f"{summary}\n{reasons(match.reasons, match.doubts)}\n{share}\n"
        f'<details class="family" id="pourquoi-{escape(card.code)}">'
        f"<summary>Pourquoi ce métier ?{about}</summary>\n"
        f'<table class="chart long" role="table" aria-label="Ce qui correspond : {name}">'
        f'{WHY_HEAD}<tbody role="rowgroup">{rows}</tbody></table></details>\n'
        f'<p class="actions"><a class="arrow" href="{escape(match.way_url)}">Comment y arriver ?{about}'
        f"{rendered_icon('arrow-right', 20, '')}</a> "
        f"{keep_link('occupation', card.code, about=card.name)}</p></li>"
    )


def _row(row: RowLike, match: MatchLike, name: str, reasons: Callable[..., str]) -> str:
    line = row.line
    left_out = "" if line.weight else ' <small class="soft">(ne compte pas : vous l\'avez demandé)</small>'
    if row.about_skills and match.carried:
        told = _carried(match.carried, match.closeness)
    else:
        told = reasons(line.matches, line.misses, line.unknown)
        if row.url:
            hidden = f'<span class="visually-hidden"> : {name}</span>'
            told += f'<a class="arrow" href="{escape(row.url)}">Voir la liste{hidden}</a>'
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(line.name)}</th>'
        f'<td role="cell">{point_bar(row)}{left_out}\n{told}</td></tr>'
    )


def _share(carried: CarriedLike) -> str:
    """Return how much of what is asked first she has, in words and drawn."""
    known, likely, whole = len(carried.known), len(carried.likely), carried.whole
    if known:
        more = f", et sans doute {counted(likely, 'autre,autres')}" if likely else ""
        words = f"Ce que vous savez déjà : <b>{known} sur {whole}</b>{more}"
    else:
        words = f"Ce que vous savez sans doute déjà : <b>{likely} sur {whole}</b>"
    return (
        f'<div class="carried"><p>{words}</p><svg class="bar" viewBox="0 0 {whole} 10" '
        'preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="bar-rail" width="{whole}" height="10"/>'
        f'<rect class="bar-likely" width="{carried.sure_or_likely}" height="10"/>'
        f'<rect class="bar-whole" width="{known}" height="10"/></svg></div>'
    )


def _carried(carried: CarriedLike, closeness: int) -> str:
    """Return all that is asked first, by what she said of it."""
    parts = []
    if closeness:
        parts.append(
            _title("check", "yes", f"Proche de ce que vous avez fait ({closeness}{NO_BREAK_SPACE}%)")
        )
    if carried.known:
        parts.append(_title("check", "yes", f"Vous savez déjà ({len(carried.known)})"))
        parts.append(_labels(carried.known))
    if carried.likely:
        words = f"Vous l'avez sans doute déjà fait ({len(carried.likely)})"
        parts += [_title("circle-question-mark", "", words), _labels(carried.likely)]
    if carried.lacking:
        rest = carried.lacking[MOST_LACKING:]
        parts.append(_title("book-open", "", f"À apprendre ({len(carried.lacking)})"))
        parts.append(_labels(carried.lacking[:MOST_LACKING]))
        if rest:
            others = counted(len(rest), "autre chose,autres choses")
            parts.append(f"<details><summary>Et {others}</summary>{_labels(rest)}</details>")
    return "".join(parts)


def _title(icon: str, colour: str, words: str) -> str:
    return f'<p class="carried-title">{rendered_icon(icon, 18, colour)} {words}</p>'


def _labels(labels: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(label)}</li>' for label in labels)}</ul>"
