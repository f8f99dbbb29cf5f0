"""The opinions, for the team: trends, texts, the file, and hiding what is abusive."""

import csv

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jalon.directory.rules.sign_in import own_path
from jalon.surveys.enums import Helped
from jalon.surveys.permissions import can_read_opinions
from jalon.surveys.selectors import opinions as selectors
from jalon.surveys.services import opinions as services
from jalon.surveys.views.for_team import csv_file, for_team

TEXTS_PER_PAGE = 20
BUTTONS = {
    "masquer": services.hide_text,
    "montrer": services.show_text,
    "effacer": services.erase_text,
}


@for_team(can_read_opinions, "GET", "HEAD")
def opinions(request: HttpRequest) -> HttpResponse:
    """Show the trends and the latest texts, filtered by the address."""
    today = timezone.localdate()
    asked = selectors.read_asked(request.GET.getlist)
    cells = selectors.cells(today=today)
    found = Paginator(selectors.texts(asked, today=today), TEXTS_PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "trends": selectors.trends(asked, cells),
        "page": page,
        "lines": selectors.said(page.object_list, today=today),
        "heads": Helped.labels,
        "groups": selectors.filters(asked, cells),
        "active": selectors.active_filters(asked),
        "trail": [("Espace équipe", reverse("portal:staff"))],
        "fewest": selectors.FEWEST_TOLD,
    }
    return render(request, "surveys/opinions.html", context)


@for_team(can_read_opinions, "GET", "HEAD")
def opinions_file(request: HttpRequest) -> HttpResponse:
    """Give the opinions that the address asks for, as a CSV."""
    response = csv_file("avis.csv")
    asked = selectors.read_asked(request.GET.getlist)
    csv.writer(response, delimiter=";").writerows(selectors.opinion_rows(asked, today=timezone.localdate()))
    return response


@for_team(can_read_opinions, "POST")
def opinion_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide, show again or erase a text, then go back to the list."""
    button = BUTTONS.get(request.POST.get("faire", ""))
    if button:
        button(opinion=pk)
    return redirect(own_path(request.POST.get("retour", "")) or "surveys:opinions")
