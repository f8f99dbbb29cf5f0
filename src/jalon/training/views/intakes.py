"""The intakes: which ones, what each opens, and the files to take away."""

from datetime import datetime, time
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from jalon.sources.selectors import latest_finish
from jalon.territory.selectors import current_region
from jalon.training.rules.intakes import Narrowed, intakes_around, narrowed_pairs
from jalon.training.selectors import intakes as selectors
from jalon.training.selectors.intake_rows import parts_of
from jalon.training.selectors.origins import feeds_shown
from jalon.training.services.publishing import (
    MOST_ROWS,
    NoBookletError,
    Publication,
    csv_lines,
    intake_pdf,
    intake_workbook,
    pdf_lack,
)

PER_PAGE = 20
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
LONGEST_NAME = 100


class Bar(NamedTuple):
    """One row of a chart."""

    label: str
    url: str
    value: int
    at_least: bool = False
    part: int | None = None
    part_at_least: bool = False
    current: bool = False
    details: tuple[tuple[str, str], ...] = ()


def _address(slug: str, narrowed: Narrowed) -> str:
    pairs = narrowed_pairs(narrowed)
    return reverse("training:intake", args=[slug]) + (f"?{urlencode(pairs)}" if pairs else "")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Propose the intakes, with how many trainings each opens and a picture of the next one."""
    today = timezone.localdate()
    every = [(intake, selectors.how_many(intake)) for intake in intakes_around(today)]
    coming = [(intake, count) for intake, count in every if not intake.is_past(today)]
    shown = max(coming[:2], key=lambda pair: pair[1])[0]  # the next two: September and January
    sheet = selectors.sheet(shown, Narrowed(), today=today)
    context = {
        "coming": [(intake, count, intake.is_now(today)) for intake, count in coming],
        "past": [(intake, count) for intake, count in every if intake.is_past(today)],
        "shown": shown,
        "sheet": sheet,
        "feeds": feeds_shown(),
        "departements": [
            Bar(name, _address(shown.slug, Narrowed(departement=code)), total)
            for code, name, total in sheet.counts.totals
        ],
        "levels": [
            Bar(name, _address(shown.slug, Narrowed(level=level)), total)
            for level, name, total in selectors.by_level(sheet)
        ],
        "trail": [("Formations", reverse("training:search"))],
    }
    return render(request, "training/intakes.html", context)


def _sheet_or_404(request: HttpRequest, slug: str) -> selectors.Sheet:
    today = timezone.localdate()
    intake = selectors.listed_intake(slug, today)
    if intake is None:
        raise Http404("Aucune rentrée n'a cette adresse.")
    narrowed = selectors.read_address(lambda name: request.GET.get(name, ""))
    return selectors.sheet(intake, narrowed, today=today)


def _page_number(request: HttpRequest) -> int:
    value = request.GET.get("page", "")
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 6 else 1


@require_safe
def intake(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what opens at an intake: figures, then the list by domain, level and title."""
    sheet = _sheet_or_404(request, slug)
    if any(not value for _name, value in request.GET.items()):
        return redirect(_address(slug, sheet.narrowed))
    today, pairs = timezone.localdate(), narrowed_pairs(sheet.narrowed)
    page = Paginator(sheet.entries(), PER_PAGE).get_page(_page_number(request))
    request.GET = QueryDict(urlencode([*pairs, ("page", page.number)]))
    publication = _publication(request, sheet)
    query = f"?{urlencode(pairs)}" if pairs else ""
    files = {kind: reverse("training:intake_file", args=[slug, kind]) + query for kind in TYPES}
    context = {
        "intake": sheet.intake,
        "sheet": sheet,
        "past": sheet.intake.is_past(today),
        "now": sheet.intake.is_now(today),
        "page": page,
        "parts": parts_of(page.object_list, sheet.intake, today=today),
        "files": files,
        "feeds": feeds_shown(),
        "lacks": _lacks(publication),
        "base": reverse("training:intake", args=[slug]),
        "kept": urlencode(narrowed_pairs(sheet.narrowed._replace(departement="", domain=""))),
        "trail": [
            ("Formations", reverse("training:search")),
            ("Rentrées", reverse("training:intakes")),
        ],
    }
    return render(request, "training/intake.html", context)


def _publication(request: HttpRequest, sheet: selectors.Sheet) -> Publication:
    origin = request.build_absolute_uri("/").rstrip("/")
    return Publication(sheet, current_region(), timezone.localdate(), origin)


def _lacks(publication: Publication) -> dict[str, str]:
    """Return why a file cannot be had, by kind."""
    lines = len(publication.sheet.lines)
    long = f"{lines} lignes, c'est trop pour ce format : choisissez un département, ou prenez le CSV"
    return {"xlsx": long if lines > MOST_ROWS else "", "pdf": pdf_lack(publication)}


@require_safe
def intake_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give what an intake page lists as a file; a long booklet is prepared aside, and the page says so."""
    sheet = _sheet_or_404(request, slug)
    publication = _publication(request, sheet)
    tag, changed = _validators(publication, kind)
    unchanged = get_conditional_response(request, etag=tag, last_modified=changed)
    if unchanged is not None:
        return unchanged
    if lack := _lacks(publication).get(kind, ""):
        return _no_file(request, publication, kind, lack)
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(publication), content_type=TYPES[kind])
    elif kind == "xlsx":
        response = HttpResponse(intake_workbook(publication), content_type=TYPES[kind])
    else:
        try:
            made = intake_pdf(publication)
        except NoBookletError as error:
            return _no_file(request, publication, kind, str(error))
        if made is None or request.htmx:
            return _preparing(request, publication, ready=made is not None)
        response = HttpResponse(made, content_type=TYPES[kind])
    disposition = "inline" if kind == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{_file_name(sheet)}.{kind}"'
    response.headers["ETag"], response.headers["Last-Modified"] = tag, http_date(changed)
    return response


def _file_name(sheet: selectors.Sheet) -> str:
    words = [sheet.intake.slug, *(slugify(said) for _name, _value, said in sheet.active)]
    return f"rentree-{'-'.join(filter(None, words))}"[:LONGEST_NAME].strip("-")


def _validators(publication: Publication, kind: str) -> tuple[str, int]:
    """Return the ETag and the Unix time of the last change: the last load, or the day that began since."""
    parts = (
        *(publication.intake, publication.sheet.narrowed, publication.today, publication.origin, kind),
        selectors.catalogue_state(),
    )
    began = datetime.combine(publication.today, time(), tzinfo=timezone.get_current_timezone())
    loaded = latest_finish() or began
    return f'"{sha256(repr(parts).encode()).hexdigest()[:24]}"', int(max(began, loaded).timestamp())


def _file_context(publication: Publication, kind: str) -> dict[str, object]:
    sheet = publication.sheet
    query = urlencode(narrowed_pairs(sheet.narrowed))
    address = reverse("training:intake_file", args=[sheet.intake.slug, kind])
    return {
        "intake": sheet.intake,
        "sheet": sheet,
        "kind": kind.upper(),
        "file_url": f"{address}?{query}" if query else address,
        "back_url": _address(sheet.intake.slug, sheet.narrowed),
        "trail": [
            ("Formations", reverse("training:search")),
            ("Rentrées", reverse("training:intakes")),
            (sheet.intake.name, _address(sheet.intake.slug, sheet.narrowed)),
        ],
    }


def _no_file(request: HttpRequest, publication: Publication, kind: str, lack: str) -> HttpResponse:
    """Answer 503 in words: this file cannot be had."""
    context = _file_context(publication, kind) | {"lack": lack}
    template = "training/_intake_preparing.html" if request.htmx else "training/intake_file.html"
    response = render(request, template, context, status=200 if request.htmx else 503)
    return _not_kept(response)


def _preparing(request: HttpRequest, publication: Publication, *, ready: bool) -> HttpResponse:
    """Answer 202: the booklet is being made; the page asks again by itself, or when one clicks."""
    context = _file_context(publication, "pdf")
    if ready:
        return _not_kept(HttpResponse(headers={"HX-Redirect": str(context["file_url"])}))
    template = "training/_intake_preparing.html" if request.htmx else "training/intake_file.html"
    return _not_kept(render(request, template, context, status=202))


def _not_kept(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    patch_vary_headers(response, ["HX-Request"])
    return response
