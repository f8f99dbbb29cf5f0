from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from jalon.occupations.selectors import linked_data, portrait


def index(request, **kwargs):
    return HttpResponse("index")


def domain(request, **kwargs):
    return HttpResponse("domain")


def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one occupation; a code in lower case leads to the same page in capitals."""
    if code != code.upper():
        return HttpResponsePermanentRedirect(reverse("occupations:occupation", args=[code.upper()]))
    page = portrait(code)
    if page is None:
        raise Http404("Aucun métier ne porte ce code.")
    address = request.build_absolute_uri(page.occupation.get_absolute_url())
    data = mark_safe(linked_data(page, url=address))  # noqa: S308 - JSON whose <, > and & are escaped
    return render(
        request, "occupations/occupation.html", {"page": page, "address": address, "linked_data": data}
    )


def sectors(request, **kwargs):
    return HttpResponse("sectors")


def sector(request, **kwargs):
    return HttpResponse("sector")


def interests(request, **kwargs):
    return HttpResponse("interests")


def interest(request, **kwargs):
    return HttpResponse("interest")


def skills(request, **kwargs):
    return HttpResponse("skills")


def skill(request, **kwargs):
    return HttpResponse("skill")


def ways_in(request, **kwargs):
    return HttpResponse("ways_in")
