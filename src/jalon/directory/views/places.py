"""Who can help near here: the places around a commune, and the page of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jalon.directory import selectors
from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Organisation
from jalon.search.rules import plain_query
from jalon.territory.models import Commune
from jalon.territory.rules import distance_km, said_km
from jalon.territory.selectors import commune_by_code, communes_by_text, largest_communes
from jalon.ui.services.parts import asks_part, varied

PER_PAGE = 12
SUGGESTIONS = 8
FIRST_CHOICES = 18


@dataclass(frozen=True)
class Where:
    """What was asked: the commune, or those that the text may mean."""

    text: str = ""
    commune: Commune | None = None
    choices: Sequence[Commune] = ()


def _where(request: HttpRequest) -> Where:
    """Read `commune` (INSEE code) or `lieu` (typed text); a postal code given as INSEE code is understood."""
    code = plain_query(request.GET.get("commune", ""))
    text = plain_query(request.GET.get("lieu", ""))
    if code and (commune := commune_by_code(code)):
        return Where(text or commune.name, commune)
    text = text or code
    found = communes_by_text(text) if text else []
    if len(found) == 1:
        return Where(text, found[0])
    return Where(text, None, found)


def _page_number(request: HttpRequest) -> int:
    value = request.GET.get("page", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 1


@require_safe
def near_me(request: HttpRequest) -> HttpResponse:
    """Show the places around a commune; ask which one when the text may mean several."""
    where = _where(request)
    context = {"where": where, "radius": selectors.RADIUS_KM}
    if where.commune is None:
        context["largest"] = [] if where.choices else largest_communes(FIRST_CHOICES)
        return render(request, "directory/near_me.html", context)
    kinds = [kind for kind in OrganisationKind.values if kind in request.GET.getlist("reseau")]
    number = max(_page_number(request), 1)
    start = (number - 1) * PER_PAGE
    near = selectors.places_around(where.commune, kinds=kinds, start=start, limit=PER_PAGE)
    paginator = Paginator(range(near.total), PER_PAGE)
    page = paginator.get_page(number)
    if page.number != number:
        near = selectors.places_around(
            where.commune, kinds=kinds, start=page.start_index() - 1, limit=PER_PAGE
        )
    context |= {
        "near": near,
        "kinds": kinds,
        "kind_labels": [(kind, OrganisationKind(kind).label) for kind in kinds],
        "page": page,
        "first_number": max(page.start_index(), 1),
        "pages": paginator.get_elided_page_range(page.number),
        "sketch": selectors.sketch_around(where.commune, near.places, first=max(page.start_index(), 1)),
        "sources": list({place.source_id: place.source for place in near.places}.values()),
    }
    fragment = asks_part(request)
    response = render(request, "directory/_near.html" if fragment else "directory/near_me.html", context)
    return varied(response)


def _distance(commune: Commune | None, place: Organisation) -> str:
    """Say how far a place is from a commune's centre; nothing without a commune."""
    if commune is None:
        return ""
    return said_km(distance_km(commune.latitude, commune.longitude, place.latitude, place.longitude))


@require_safe
def communes(request: HttpRequest) -> JsonResponse:
    """Propose communes while one types a name or a postal code."""
    found = communes_by_text(request.GET.get("q", ""), limit=SUGGESTIONS, beginning=True)
    return JsonResponse(
        {
            "suggestions": [
                {
                    "label": commune.name,
                    "code": commune.insee_code,
                    "detail": ", ".join(
                        [*(postal.code for postal in commune.postal_codes.all()), commune.departement.name]
                    ),
                    "url": f"{reverse('directory:near_me')}?commune={commune.insee_code}",
                }
                for commune in found
            ]
        }
    )


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one place: who is welcome, what one can do there, how to come."""
    place = selectors.open_place(slug)
    if place is None:
        raise Http404
    asked = Where()
    if request.GET.get("commune") or request.GET.get("lieu"):
        asked = _where(request)
    address = request.build_absolute_uri(place.get_absolute_url())
    context = {
        "place": place,
        "trail": [("Près de moi", reverse("directory:near_me"))],
        "where": asked,
        "distance": _distance(asked.commune, place),
        "address": address,
        "linked_data": mark_safe(selectors.linked_data(place, url=address)),  # noqa: S308 - JSON whose <, > and & are escaped
        "others": selectors.near(place.commune, limit=4) if place.withdrawn else [],
    }
    return render(request, "directory/organisation.html", context)
