"""What a load says when it ends."""

from collections.abc import Iterator

from jalon.sources.services.loading import Tally

SHOWN_REJECTS = 40


def _number(value: int) -> str:
    """Write a number with a space between thousands.

    >>> _number(13353)
    '13 353'
    """
    return f"{value:,}".replace(",", " ")


def report_lines(tally: Tally, *, origin: str, rows: str = "lignes", gone: str = "retirées") -> Iterator[str]:
    """Yield the lines of a load's report: figures, notes, then rejects grouped by reason.

    `rows`, `gone`: what is read, and what became of what is no longer there; feminine plurals.
    """
    yield (
        f"{origin} : {_number(tally.read)} {rows} lues, {_number(tally.created)} créées, "
        f"{_number(tally.updated)} modifiées, {_number(tally.unchanged)} inchangées, "
        f"{_number(tally.withdrawn)} {gone}, {_number(tally.rejected)} rejetées."
    )
    yield from (f"  À savoir : {note}" for note in tally.notes)
    groups = tally.grouped_rejects()
    for problem, count in groups[:SHOWN_REJECTS]:
        yield f"  Rejet : {problem}" + (f" ({_number(count)} lignes, la première citée)" if count > 1 else "")
    if len(groups) > SHOWN_REJECTS:
        yield f"  … et {_number(len(groups) - SHOWN_REJECTS)} autres motifs, gardés avec le chargement."
