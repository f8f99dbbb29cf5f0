"""The search of the training map: its page, its suggestions, its marks, and its first lines elsewhere."""

from dataclasses import asdict, replace
from math import isfinite
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.occupations.models import Sector
from jalon.occupations.selectors import occupation_page
from jalon.search.rules import plain_query
from jalon.search.selectors import Suggestion, suggest
from jalon.training.rules.asking import Asked, address
from jalon.training.rules.clusters import FARTHEST_ZOOM, Frame
from jalon.training.selectors import mapping, screens
from jalon.training.selectors.addresses import search_address
from jalon.training.selectors.origins import feeds_shown
from jalon.training.selectors.searching import find, read_address
from jalon.ui.services.parts import asks_part, varied

PER_PAGE = 20
IN_POPUP = 4
ON_MAP = "carte"


def _page_number(request: HttpRequest) -> int:
    value = request.GET.get("page", "")
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 5 else 1


def _link(asked: Asked, *, on_map: bool = False) -> str:
    """Return the address of the page that answers a question."""
    pairs = address(asked) + ([("vue", ON_MAP)] if on_map else [])
    return f"{search_address()}?{urlencode(pairs)}" if pairs else search_address()


def _readable(asked: Asked, *, on_map: bool, page: int = 1) -> QueryDict:
    """Return the part of an address that the page understood: every link is made from it."""
    pairs = address(asked) + ([("vue", ON_MAP)] if on_map else [])
    return QueryDict(urlencode(pairs + ([("page", str(page))] if page > 1 else [])))


@csp_update({"img-src": settings.MAP_HOSTS})
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is asked, as a list and as a map; a typed place and empty fields leave a clean address."""
    sent = request.GET
    typed_text = plain_query(sent["lieu"])[:100] if "lieu" in sent else None
    asked, typed = screens.settled_place(read_address(sent.getlist), typed_text)
    on_map = sent.get("vue") == ON_MAP
    fragment = asks_part(request)
    untidy = typed_text is not None or any(not value for _name, value in sent.items())
    if untidy and not typed.text and not fragment:
        return redirect(_link(asked, on_map=on_map))
    request.GET = _readable(asked, on_map=on_map, page=_page_number(request))
    context = _search_context(request, asked, on_map=on_map) | {"typed": typed}
    if not fragment:
        context["feeds"] = feeds_shown()
    response = render(request, "training/_results.html" if fragment else "training/search.html", context)
    if fragment and not typed.text:
        response["HX-Push-Url"] = _link(asked, on_map=on_map)
    return varied(response)


def _search_context(request: HttpRequest, asked: Asked, *, on_map: bool) -> dict[str, object]:
    today = timezone.localdate()
    number = _page_number(request)
    found = find(asked, today=today, offset=(number - 1) * PER_PAGE, limit=PER_PAGE, mapped=True)
    page = Paginator(range(found.total), PER_PAGE).get_page(number)
    if page.number != number:
        found = find(asked, today=today, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE, mapped=True)
    proposed, distant = screens.near_proposed(found), screens.at_a_distance(found, today=today)
    return {
        "asked": asked,
        "found": found,
        "page": page,
        "on_map": on_map,
        "cards": screens.cards_of(found, today=today),
        "map": mapping.map_of(found),
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_CREDIT,
        "points_url": f"{reverse('training:map_points')}?{urlencode(address(asked))}",
        "suggestions_url": f"{reverse('training:suggestions')}?{urlencode(_place_pairs(asked))}",
        "clear_url": _link(Asked(text=asked.text), on_map=on_map),
        "list_url": _link(asked),
        "map_url": _link(asked, on_map=True),
        "box_pairs": screens.kept_pairs(asked, leaving=screens.BOX_FIELDS),
        "filter_pairs": screens.kept_pairs(asked, leaving=screens.FILTER_FIELDS),
        "departements": [] if found.around else screens.departements(),
        "radii": screens.radius_choices(asked),
        "sorts": [
            (words, _link(other, on_map=on_map), on) for words, other, on in screens.sort_choices(found)
        ],
        "proposed_url": _link(proposed) if proposed else "",
        "distant": distant,
        "distant_url": _link(distant.asked) if distant else "",
        "ways_out": [
            (way.words, way.count, _link(way.asked))
            for way in (screens.ways_out(found, today=today) if not found.total else [])
        ],
    }


def _place_pairs(asked: Asked) -> list[tuple[str, str]]:
    """Return what an address says of the place: choosing a suggestion keeps it."""
    return [pair for pair in address(asked) if pair[0] in {"commune", "rayon", "departement"}]


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Propose titles of trainings, and occupations that some lead to, while one types; the place is kept."""
    place = _place_pairs(read_address(request.GET.getlist))
    found = suggest(plain_query(request.GET.get("q", "")), kinds=("programme", "occupation"))
    return JsonResponse({"suggestions": [_suggestion(one, place) for one in found]})


def _suggestion(one: Suggestion, place: list[tuple[str, str]]) -> dict[str, str]:
    if one.kind == "occupation":
        label, detail = f"Formations pour devenir : {one.label}", one.detail
        pairs = [("metier", one.code), *place]
    else:
        label, detail = one.label, one.detail if one.detail != one.label else ""
        pairs = [("q", one.label), *place]
    return {"label": label, "detail": detail, "url": f"{search_address()}?{urlencode(pairs)}"}


def _degrees(request: HttpRequest, name: str) -> float | None:
    try:
        value = float(request.GET.get(name, ""))
    except ValueError:
        return None
    return value if isfinite(value) else None


@require_safe
def map_points(request: HttpRequest) -> JsonResponse:
    """Give what the interactive map draws: its marks at a zoom, what is in one town, or the ground."""
    asked, today = read_address(request.GET.getlist), timezone.localdate()
    if "fond" in request.GET:
        return JsonResponse({"rings": mapping.ground_shapes()})
    if town := request.GET.get("ville", ""):
        return JsonResponse(_in_town(asked, town))
    zoom = _degrees(request, "zoom")
    edges = [_degrees(request, name) for name in ("sud", "ouest", "nord", "est")]
    found = mapping.marks(
        asked,
        today=today,
        zoom=8.0 if zoom is None else min(max(zoom, 0.0), FARTHEST_ZOOM),
        frame=None if None in edges else Frame(*edges),
    )
    return JsonResponse({"marks": [asdict(mark) for mark in found]})


def _in_town(asked: Asked, town: str) -> dict[str, object]:
    """Return the first offers of one commune, and where to see them all."""
    there = read_address(QueryDict(mapping.query_in(asked, town)).getlist)
    offers = screens.next_offers(there, today=timezone.localdate(), limit=IN_POPUP)
    return {
        "total": offers.total,
        "url": _link(there),
        "offers": [
            {"title": card.title, "url": card.url, "when": card.next.said, "example": card.demonstration}
            for card in offers.cards
        ],
    }


@require_safe
def occupation_programmes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next trainings that lead to an occupation, near a commune when one is given."""
    occupation = occupation_page(code)
    if occupation is None:
        raise Http404("Aucun métier ne porte ce code.")
    if occupation.code != code:
        return redirect("training:occupation_programmes", code=occupation.code, permanent=True)
    about = {
        "name": occupation.name,
        "heading": f"Formations pour devenir : {occupation.name}",
        "url": occupation.get_absolute_url(),
        "parent": ("Métiers", reverse("occupations:index")),
    }
    return _next(request, Asked(occupation=occupation.code), about)


@require_safe
def sector_programmes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the next trainings of a sector, near a commune when one is given."""
    sector = Sector.objects.filter(slug=slug).first()
    if sector is None:
        raise Http404("Aucun secteur ne porte ce nom.")
    about = {
        "name": sector.name,
        "heading": f"Formations du secteur : {sector.name}",
        "url": sector.get_absolute_url(),
        "parent": ("Secteurs", reverse("occupations:sectors")),
    }
    return _next(request, Asked(sector=sector.slug), about)


def _next(request: HttpRequest, subject: Asked, about: dict[str, object]) -> HttpResponse:
    """Render the first offers of a subject, whole page or fragment."""
    place = read_address(request.GET.getlist)
    asked = replace(subject, commune=place.commune, radius=place.radius)
    offers = screens.next_offers(asked, today=timezone.localdate())
    context = {
        "about": about,
        "asked": asked,
        "offers": offers,
        "cards": offers.cards,
        "all_url": _link(asked),
        "everywhere_url": _link(subject),
        "box_pairs": screens.kept_pairs(asked, leaving=screens.BOX_FIELDS),
        "trail": [about["parent"], (about["name"], about["url"])],
    }
    template = "training/_next_offers.html" if asks_part(request) else "training/next_offers.html"
    response = render(request, template, context)
    return varied(response)
