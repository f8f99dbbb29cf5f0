"""One address: the first twenty occupations, A–Z."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.bare.models import Row


def rows(request: HttpRequest) -> HttpResponse:
    """Show twenty rows: one query."""
    return render(request, "bare/rows.html", {"rows": Row.objects.all()[:20]})


urlpatterns = [path("", rows)]
