"""The pages that show several rooms at once, and what is said when something fails."""

import logging
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jalon.occupations import selectors as occupations
from jalon.outbox.selectors.standing import standing
from jalon.portal import selectors
from jalon.search.rules import plain_query
from jalon.search.selectors import Results, suggest
from jalon.search.services import note_missed
from jalon.ui.services.parts import asks_part, varied

logger = logging.getLogger(__name__)

PER_PAGE = 20
CLOSED_TO_ROBOTS = (
    "/recherche/suggestions/", "/pres-de-moi/communes/", "/formations/suggestions/", "/formations/carte/",
    "/formations/rentree/*.pdf", "/formations/rentree/*.xlsx", "/formations/rentree/*.csv",
    "/connexion/", "/mon-compte/", "/mot-de-passe/", "/invitation/", "/equipe/",
    "/dossier/*/", "/atelier/*/", "/avis/", "/essai/",
)  # fmt: skip
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the two questions, the search box, the five entries and who can help."""
    return render(request, "portal/home.html")


def readable(query: str, active: list[tuple[str, str, str]], unknown: bool) -> QueryDict:
    """Return the part of an address that the page understood: every link is made from it."""
    address = QueryDict(mutable=True)
    if query:
        address["q"] = query
    for name, value, _words in active:
        address.appendlist(name, value)
    if unknown and "inconnus" not in address:
        address["inconnus"] = "1"
    return address


def _note(query: str, total: int) -> None:
    """Count the words that found little; a page of results does not fail when they cannot be kept."""
    try:
        note_missed(Results(query, total))
    except OSError as error:
        logger.warning("missed words cannot be kept: %s", error)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a query and its filters give; htmx receives the changing part alone."""
    query = plain_query(request.GET.get("q", ""))
    filters = occupations.read_filters(request.GET.getlist)
    answer = selectors.answer(query, filters)
    paginator = Paginator(answer.found.codes, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    active = occupations.active_filters(filters, answer.found.atlas.sector_names)
    request.GET = readable(query, active, filters.unknown)
    context = {
        "query": query,
        "answer_url": f"{request.path}?{urlencode({'q': query})}" if query else request.path,
        "filters": filters,
        "answer": answer,
        "total": paginator.count,
        "page": page,
        "cards": occupations.cards(page.object_list, why=answer.asked.why, atlas=answer.found.atlas),
        "active": active,
    }
    fragment = asks_part(request)
    if query and not fragment and not active and page.number == 1:
        _note(query, answer.asked.total)
    response = render(request, "portal/_results.html" if fragment else "portal/search.html", context)
    return varied(response)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Propose occupations while one types; `vers=chemin` leads to the ways in instead of the page."""
    to_ways = request.GET.get("vers") == "chemin"
    kinds = ("occupation",) if to_ways else ("occupation", "sector")
    found = suggest(plain_query(request.GET.get("q", "")), kinds=kinds)
    return JsonResponse(
        {
            "suggestions": [
                {
                    "label": one.label,
                    "detail": one.detail if one.detail != one.label else "",
                    "url": reverse("guidance:ways", args=[one.code]) if to_ways else one.url,
                }
                for one in found
            ]
        }
    )


@require_safe
def data_sources(request: HttpRequest) -> HttpResponse:
    """Say where everything comes from, how old it is and what is only an example."""
    return render(request, "portal/data_sources.html", {"lines": selectors.sources_with_loads()})


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Say who publishes, who hosts, and what is kept about people (nothing)."""
    return render(request, "portal/legal.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say honestly how accessible the site is and how to report a barrier."""
    return render(request, "portal/accessibility.html")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List the pages of the site."""
    return render(request, "portal/site_map.html")


@never_cache
@login_required
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Show someone who signed in what she holds, and what it opens."""
    return render(request, "portal/staff.html", {"home": selectors.member_home(request.user)})


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead to the icon: browsers ask for it here beside what is not a page, as a PDF."""
    return redirect(static("ui/img/jalon.svg"))


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell a monitor whether jobs and messages go on: 503 when something is late; no count, no name."""
    try:
        found = standing(now=timezone.now())
    except DatabaseError:
        return JsonResponse({"state": "down"}, status=503)
    said = {
        "state": "late" if found.late else "ok",
        "jobs": "late" if found.late_jobs else "ok",
        "messages": "late" if found.late_since else "ok",
    }
    return JsonResponse(said, status=503 if found.late else 200)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots out of the suggestions and of the team's pages."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the address cannot be read."""
    return render(request, "portal/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: this page is not for everyone."""
    return render(request, "portal/error.html", {"code": 403}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: a form came without its token, often because it stayed open too long."""
    return render(request, "portal/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: nothing stands at this address."""
    return render(request, "portal/error.html", {"code": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without context processors: the database may be what fails."""
    return HttpResponse(loader.render_to_string("portal/error.html", {"code": 500}), status=500)
