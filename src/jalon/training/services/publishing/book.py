"""An intake as a booklet to print (PDF): cover, contents, départements and domains, index of towns.

Ways are numbered from the first to the last, and the index of towns names these numbers.
"""

import subprocess
import sys
import time
from base64 import b64encode
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from django.core.cache import caches
from django.template.loader import render_to_string

from jalon.search.rules import fold
from jalon.sources.services import held
from jalon.territory.rules import drawing_problem
from jalon.territory.selectors import region_logo
from jalon.training.rules.intakes import narrowed_pairs, runs
from jalon.training.rules.wording import said_day
from jalon.training.selectors.intake_rows import Row
from jalon.training.selectors.intakes import catalogue_state, departement_names
from jalon.training.services.publishing.columns import Publication
from jalon.ui.services.pdf import LACK, written_pdf
from jalon.ui.services.pdf import weasyprint_or_none as _weasyprint

AT_ONCE = 60  # about a second and a half
MOST_WAYS = 1_000  # about twenty seconds and 550 MB
STYLES = "training/css/intake-book.css"
KEPT_SECONDS = 86_400
RETRY_SECONDS, PATIENCE_SECONDS = 600, 30  # a process takes a few seconds to begin


class NoBookletError(Exception):
    """There can be no booklet; the words say why."""


class Item(NamedTuple):
    """One way, with its number in the booklet and its starts."""

    number: int
    row: Row
    starts: list[tuple[str, str]]  # (day, state) in words


class Chapter(NamedTuple):
    """One département, or what begins at any time; `sections`: (domain, [(level, items)])."""

    name: str
    sections: list[tuple[str, list[tuple[str, list[Item]]]]]
    count: int


def pdf_lack(publication: Publication) -> str:
    """Say why this intake has no booklet, in words that end a sentence; empty when it has one."""
    if _weasyprint() is None:
        return LACK
    ways = len(publication.sheet.lines)
    if ways > MOST_WAYS:
        return (
            f"{ways} formations, c'est trop pour un livret (au plus {MOST_WAYS}) : choisissez un département"
        )
    return ""


def intake_pdf(publication: Publication) -> bytes | None:
    """Return the booklet, made once for each address, day and load; None while it is being made.

    A short one is made at once; a long one by a process of its own, that takes its memory away when it ends.
    Raises NoBookletError, with the reason, when there can be none.
    """
    if lack := pdf_lack(publication):
        raise NoBookletError(lack)
    found = caches["documents"].get(_key(publication))
    if found is not None:
        return found
    if len(publication.sheet.lines) <= AT_ONCE:
        return make_intake_pdf(publication)
    with held("booklet") as free:
        pass
    if free:
        _begin(publication)
    return None


def _begin(publication: Publication) -> None:
    """Start making, once; raises NoBookletError when what was started ended without a booklet."""
    kept, begun = caches["documents"], f"{_key(publication)}-begun"
    if kept.add(begun, time.time(), RETRY_SECONDS):
        start_making(publication)
    elif time.time() - kept.get(begun, 0) > PATIENCE_SECONDS:
        raise NoBookletError(
            "le livret n'a pas pu être fait : essayez plus tard, ou choisissez un département"
        )


def make_intake_pdf(publication: Publication) -> bytes | None:
    """Make the booklet and keep it; None when another one is being made: one at a time."""
    with held("booklet") as mine:
        if not mine:
            return None
        made = _made(publication)
        caches["documents"].set(_key(publication), made, KEPT_SECONDS)
        return made


def start_making(publication: Publication) -> None:
    """Make a booklet in a process of its own, without waiting for it."""
    asked = [f"--{name}={value}" for name, value in narrowed_pairs(publication.sheet.narrowed)]
    command = [sys.executable, "-m", "jalon.config.cli", "print", "intake", publication.intake.slug, *asked]
    subprocess.Popen(  # noqa: S603 - our own command, its words checked when the address was read
        [*command, f"--origin={publication.origin}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _key(publication: Publication) -> str:
    asked = narrowed_pairs(publication.sheet.narrowed)
    parts = (publication.intake, asked, publication.today, publication.origin, catalogue_state())
    return f"intake-{sha256(repr(parts).encode()).hexdigest()[:32]}"


def _made(publication: Publication) -> bytes:
    return written_pdf(render_to_string("training/intake_book.html", _context(publication)), STYLES)


def _context(publication: Publication) -> dict[str, object]:
    items = _items(publication)
    logo = region_logo()
    return {
        "publication": publication,
        "sheet": publication.sheet,
        "intake": publication.intake,
        "region": publication.region,
        "today": publication.today,
        "origin": publication.origin,
        "logo": "" if not logo or drawing_problem(logo) else b64encode(logo.encode()).decode(),
        "chapters": _chapters(items),
        "towns": _towns(items),
        "sources": sorted({item.row.source for item in items}),
        "demonstration": any(item.row.demonstration for item in items),
    }


def _items(publication: Publication) -> list[Item]:
    """Return the ways in the order of the booklet: by département, then as the list."""
    rows = publication.rows()
    ways = [list(group) for _pk, group in groupby(rows, key=lambda row: (row.line.permanent, row.line.pk))]
    columns = list(departement_names())
    ways.sort(key=lambda group: -1 if group[0].line.permanent else columns.index(group[0].line.departement))
    ways.sort(key=lambda group: group[0].line.permanent)
    return [Item(at, group[0], [_said(row) for row in group]) for at, group in enumerate(ways, 1)]


def _said(row: Row) -> tuple[str, str]:
    return (said_day(row.start.day), row.start.words) if row.start.day else ("À tout moment", "")


def _chapter_name(row: Row) -> str:
    return "À tout moment" if row.line.permanent else row.departement


def _chapters(items: list[Item]) -> list[Chapter]:
    chapters = []
    for name, group in groupby(items, key=lambda item: _chapter_name(item.row)):
        inside = list(group)
        chapters.append(Chapter(name, _sections(inside), len(inside)))
    return chapters


def _sections(items: list[Item]) -> list[tuple[str, list[tuple[str, list[Item]]]]]:
    return [
        (domain, [(level, list(group)) for level, group in groupby(inside, key=lambda item: item.row.level)])
        for domain, inside in groupby(items, key=lambda item: item.row.domain)
    ]


def _towns(items: list[Item]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return each town with the numbers of its ways as runs, in alphabetical order."""
    found: dict[str, list[int]] = {}
    for item in items:
        if item.row.town and not item.row.at_home:
            found.setdefault(item.row.town, []).append(item.number)
    return [(town, runs(found[town])) for town in sorted(found, key=fold)]
