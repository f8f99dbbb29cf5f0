"""What a list shows of each occupation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from jalon.occupations.models import Occupation
from jalon.occupations.selectors.filters import LEVEL_NAMES, Atlas, current_facts

LONGEST_SUMMARY = 210


@dataclass(frozen=True)
class Card:
    """One occupation in a list; `demonstration` says that its sheet is an example, `why` why it is there."""

    code: str
    name: str
    url: str
    summary: str
    level_label: str
    sectors: tuple[str, ...]
    demonstration: bool
    why: str = ""


def shortened(text: str, longest: int = LONGEST_SUMMARY) -> str:
    """Return the first sentences that hold in `longest` characters, or the first words and « … »."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    stop = head.rfind(". ")
    return head[: stop + 1] if stop > longest // 3 else head[: head.rfind(" ")].rstrip(" ,;:") + "…"


def cards(
    codes: Sequence[str], *, why: Mapping[str, str] | None = None, atlas: Atlas | None = None
) -> list[Card]:
    """Return the cards of these codes, in this order, in one query whatever their number.

    `atlas`: the facts already read for this request, if any.
    """
    reasons = why or {}
    sectors_of = (atlas or current_facts()).sectors_of
    rows = Occupation.objects.filter(code__in=codes).values_list(
        "code", "name", "summary", "level", "sheet__source__demonstration", "source__demonstration"
    )
    found = {
        code: Card(
            code=code,
            name=name,
            url=reverse("occupations:occupation", args=[code]),
            summary=shortened(summary),
            level_label=LEVEL_NAMES.get(level, "") if level is not None else "",
            sectors=sectors_of.get(code, ()),
            demonstration=bool(of_source if of_sheet is None else of_sheet),
            why=reasons.get(code, ""),
        )
        for code, name, summary, level, of_sheet, of_source in rows
    }
    return [found[code] for code in codes if code in found]
