"""A page of HTML as a tagged PDF. It opens no address: all that it shows is in the page itself."""

import logging
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.contrib.staticfiles import finders

logger = logging.getLogger(__name__)
DRAWING = "data:image/svg+xml;base64,"
LACK = "il manque à ce serveur la bibliothèque Pango, qui met les pages en forme"


@lru_cache(maxsize=1)
def weasyprint_or_none() -> ModuleType | None:
    """Return WeasyPrint, None where Pango is absent: no PDF can be made there."""
    try:
        import weasyprint  # noqa: PLC0415 - it opens Pango: without it the site must still start
    except OSError as error:
        logger.warning("no PDF can be made: %s", error)
        return None
    return weasyprint


def written_pdf(text: str, styles: str) -> bytes:
    """Return a page as PDF/UA; `styles`: the static path of its sheet. Call only where WeasyPrint is."""
    weasyprint = weasyprint_or_none()

    class Nothing(weasyprint.urls.URLFetcher):
        """Opens no address but the drawings written in the page."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(DRAWING):
                return super().fetch(url, headers)
            raise ValueError(f"a PDF opens no address: {url[:80]}")

    fetcher = Nothing(allowed_protocols=["data"], allow_redirects=False)
    sheet = Path(finders.find(styles)).read_text(encoding="utf-8")
    return weasyprint.HTML(string=text, url_fetcher=fetcher).write_pdf(
        stylesheets=[weasyprint.CSS(string=sheet, url_fetcher=fetcher)], pdf_variant="pdf/ua-1"
    )
