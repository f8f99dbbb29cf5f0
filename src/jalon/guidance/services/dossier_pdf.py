"""A dossier on paper: a tagged PDF made at once, kept nowhere, with the way back to its live version."""

from base64 import b64encode
from datetime import date
from io import BytesIO

import segno
from django.template.loader import render_to_string
from django.utils import timezone

from jalon.guidance.selectors.dossier import Comparison, DossierPage
from jalon.sources.services import held
from jalon.territory.selectors import current_region
from jalon.ui.services.attempts import Attempts
from jalon.ui.services.pdf import LACK, weasyprint_or_none, written_pdf

STYLES = "guidance/css/dossier-paper.css"
# In a quarter of an hour: of one dossier, and from one network (a class of one school). The longest that a
# dossier can hold takes nine seconds of a processor, an ordinary one less than one.
MADE, ASKED = Attempts("PDF of one dossier", 12), Attempts("PDF of dossiers", 60)
BUSY_SECONDS = 5


class NoPdfError(Exception):
    """There can be no PDF now; the words say why. `again`: in how many seconds to try, 0 for never."""

    def __init__(self, words: str, again: int = 0):
        self.again = again
        super().__init__(words)


def dossier_pdf(
    page: DossierPage,
    *,
    comparison: Comparison | None,
    address: str,
    origin: str,
    network: str,
    today: date,
) -> bytes:
    """Return a dossier as a PDF. `address`: of its live version; `origin`: of this site, for its links.

    `network`: who asks. One is made at a time, and so many in a quarter of an hour. No file keeps it: it
    holds notes.
    Raises NoPdfError.
    """
    if weasyprint_or_none() is None:
        raise NoPdfError(LACK)
    now = timezone.now()
    counted = ((MADE, page.dossier.digest), (ASKED, network))
    if left := max(attempts.left(who, now) for attempts, who in counted):
        raise NoPdfError("il vient d'être demandé beaucoup de fois", int(left.total_seconds()) + 1)
    for attempts, who in counted:
        attempts.add(who, now)
    context = {
        "page": page,
        "sections": _sections(page),
        "comparison": comparison if comparison and not comparison.problem else None,
        "address": address,
        "origin": origin,
        "today": today,
        "region": current_region(),
        "code": _code(address),
    }
    with held("dossier-pdf") as mine:
        if not mine:
            raise NoPdfError("un autre est en train d'être fait", BUSY_SECONDS)
        return written_pdf(render_to_string("guidance/dossier/paper.html", context), STYLES)


def _sections(page: DossierPage) -> list[tuple[str, list]]:
    """Return the parts of the paper in the order of the screen: (title, lines)."""
    every = [
        ("À venir", page.coming),
        ("Ce que je garde", page.kept),
        ("Proposé, à regarder", page.proposals),
        ("Dates passées", page.over),
    ]
    return [one for one in every if one[1]]


def _code(address: str) -> str:
    """Return the QR code of an address, as a drawing in base 64."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, light=None, omitsize=True)
    return b64encode(drawn.getvalue()).decode()
