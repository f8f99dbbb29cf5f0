"""The pages of loads, for those who keep the installation."""

import csv

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jalon.sources import selectors
from jalon.sources.enums import LoadState
from jalon.sources.models import Load
from jalon.sources.permissions import can_see_loads

LOADS_PER_PAGE = 25
REJECTS_PER_PAGE = 50
LONGEST_TEXT = 120
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first


def _authorise(request: HttpRequest) -> None:
    if not can_see_loads(request.user):
        raise PermissionDenied


def _load_or_404(pk: int) -> Load:
    load = selectors.load_report(pk)
    if load is None:
        raise Http404
    return load


@never_cache
@login_required
@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    """List the loads, filtered by the address."""
    _authorise(request)
    states = [state for state in LoadState.values if state in request.GET.getlist("etat")]
    kinds = [kind[:LONGEST_TEXT].replace("\0", "") for kind in request.GET.getlist("type") if kind]
    page = Paginator(selectors.loads(kinds=kinds, states=states), LOADS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "trail": [("Espace équipe", reverse("portal:staff"))],
        "groups": selectors.load_filters(kinds=kinds, states=states),
        "active": [
            *(("type", kind, kind) for kind in kinds),
            *(("etat", state, LoadState(state).label) for state in states),
        ],
    }
    return render(request, "sources/loads.html", context)


@never_cache
@login_required
@require_safe
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of one load: figures, notes, what was refused."""
    _authorise(request)
    report = _load_or_404(pk)
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT]
    page = Paginator(selectors.rejects(report, text), REJECTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "load": report,
        "figures": selectors.figures(report),
        "page": page,
        "text": text,
        "kept_rows": selectors.kept_rows(report),
        "trail": [("Espace équipe", reverse("portal:staff")), ("Chargements", reverse("sources:loads"))],
        "here": f"N° {report.pk}",
    }
    return render(request, "sources/load.html", context)


@never_cache
@login_required
@require_safe
def load_rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what a load refused as a CSV that spreadsheets open as it is."""
    _authorise(request)
    report = _load_or_404(pk)
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    name = f"rejets-{slugify(report.kind)}-{report.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response, delimiter=";").writerows(selectors.reject_rows(report))
    return response
