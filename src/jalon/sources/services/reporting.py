"""What a load says when it ends."""

from collections.abc import Iterator

from jalon.sources.rules import LINES, Counted, agreed
from jalon.sources.services.loading import Tally

SHOWN_REJECTS = 40


def report_lines(tally: Tally, *, origin: str, counted: Counted = LINES) -> Iterator[str]:
    """Yield the lines of a load's report: figures, notes, then rejects grouped by reason."""
    figures = (
        agreed(tally.read, counted.read),
        agreed(tally.created, "créée,créées"),
        agreed(tally.updated, "modifiée,modifiées"),
        agreed(tally.unchanged, "inchangée,inchangées"),
        agreed(tally.withdrawn, counted.withdrawn),
        agreed(tally.rejected, counted.rejected),
    )
    yield f"{origin} : {', '.join(figures)}."
    yield from (f"  À savoir : {note}" for note in tally.notes)
    groups = tally.grouped_rejects()
    for problem, count in groups[:SHOWN_REJECTS]:
        yield f"  Rejet : {problem}" + (
            f" ({agreed(count, LINES.rows)}, la première citée)" if count > 1 else ""
        )
    if len(groups) > SHOWN_REJECTS:
        more = agreed(len(groups) - SHOWN_REJECTS, "autre motif,autres motifs")
        yield f"  … et {more}, dans le rapport du chargement."
