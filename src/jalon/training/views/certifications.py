"""The page of a certification, and the certifications that lead to an occupation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.occupations.selectors import level_steps, occupation_page
from jalon.search.rules import plain_query
from jalon.territory.selectors import commune_by_code
from jalon.training.selectors.certifications import certification_page, certifications_of
from jalon.training.selectors.ways import around_commune, ways_to
from jalon.ui.services.parts import asks_part, varied

SHOWN_IN_FRAGMENT = 6
SHOWN_ENDED = 60


@require_safe
def certification(request: HttpRequest, code: str) -> HttpResponse:
    """Show one certification, its ways seen from `commune`; a code in lower case leads to the same page."""
    today = timezone.localdate()
    page = certification_page(code.upper(), today=today)
    if page is None:
        raise Http404("Aucune certification ne porte ce code.")
    if page.certification.code != code:
        return redirect("training:certification", code=page.certification.code, permanent=True)
    commune = plain_query(request.GET.get("commune", ""))
    around = around_commune(commune_by_code(commune) if commune else None)
    ways = ways_to(page.certification.code, today=today, around=around, access=page.certification.access)
    context = {
        "page": page,
        "ways": ways if any(way.offers or way.undated for way in ways) else [],
        "around": around,
        "address": request.build_absolute_uri(page.certification.get_absolute_url()),
        "steps": level_steps(page.certification.level),
        "trail": [("Formations", reverse("training:search"))],
    }
    return render(request, "training/certification.html", context)


@require_safe
def occupation_certifications(request: HttpRequest, code: str) -> HttpResponse:
    """Show the certifications that lead to an occupation; the first ones only in a fragment."""
    occupation = occupation_page(code)
    if occupation is None:
        raise Http404("Aucun métier ne porte ce code.")
    if occupation.code != code:
        return redirect("training:occupation_certifications", code=occupation.code, permanent=True)
    fragment = asks_part(request)
    found = certifications_of(
        occupation.code, today=timezone.localdate(), limit=SHOWN_IN_FRAGMENT if fragment else None
    )
    ended = found.standing("ended")
    context = {
        "occupation": occupation,
        "found": found,
        "fragment": fragment,
        "in_force": found.standing("in_force"),
        "to_check": found.standing("to_check"),
        "ended": ended[:SHOWN_ENDED],
        "ended_total": len(ended),
        "more_ended": max(len(ended) - SHOWN_ENDED, 0),
        "trail": [
            ("Métiers", reverse("occupations:index")),
            (occupation.name, occupation.get_absolute_url()),
        ],
    }
    name = "training/_occupation_certifications.html" if fragment else "training/certification_list.html"
    response = render(request, name, context)
    return varied(response)
