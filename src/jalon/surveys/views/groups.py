"""Tests by groups, for the team: prepare, invite, read, close, delete."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from jalon.surveys.forms import GroupForm
from jalon.surveys.models import WitnessGroup
from jalon.surveys.permissions import can_run_tests
from jalon.surveys.selectors import groups as selectors
from jalon.surveys.services import groups as services
from jalon.surveys.views.for_team import csv_file, for_team

SAID = {
    "cree": "Le groupe est prêt : envoyez son adresse aux participants.",
    "change": "C'est changé.",
    "ferme": "Le test est fermé : plus personne ne peut répondre.",
    "supprime": "Le groupe et toutes ses réponses sont supprimés.",
}


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Espace équipe", reverse("portal:staff")), *more]


def _groups_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return _trail(("Groupes de test", reverse("surveys:groups")), *more)


def _group_or_404(pk: int) -> WitnessGroup:
    group = selectors.group_of(pk, today=timezone.localdate())
    if group is None:
        raise Http404
    return group


def _said(request: HttpRequest) -> str:
    return SAID.get(request.GET.get("fait", ""), "")


def _done(address: str, said: str) -> HttpResponse:
    return redirect(f"{address}?fait={said}")


@for_team(can_run_tests, "GET", "HEAD")
def groups(request: HttpRequest) -> HttpResponse:
    """List the tests."""
    today = timezone.localdate()
    lines = [(group, selectors.can_answer(group, today=today)) for group in selectors.groups(today=today)]
    context = {"lines": lines, "said": _said(request), "trail": _trail()}
    return render(request, "surveys/groups.html", context)


@for_team(can_run_tests, "GET", "HEAD")
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a test: its link, then its results."""
    found = _group_or_404(pk)
    context = {
        "group": found,
        "open": selectors.can_answer(found, today=timezone.localdate()),
        "link": request.build_absolute_uri(reverse("surveys:trial", args=[found.code])),
        "heads": selectors.SHORT,
        "results": selectors.results(found),
        "said": _said(request),
        "trail": _groups_trail(),
    }
    return render(request, "surveys/group.html", context)


@for_team(can_run_tests, "GET", "HEAD")
def group_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the answers to a test, one participant a line, as a CSV."""
    found = _group_or_404(pk)
    response = csv_file(f"test-{slugify(found.name)[:40] or found.pk}.csv")
    csv.writer(response, delimiter=";").writerows(selectors.result_rows(found))
    return response


def _form_page(request: HttpRequest, form: GroupForm, **context: Any) -> HttpResponse:
    return render(request, "surveys/group_form.html", {"form": form, **context})


@for_team(can_run_tests, "GET", "HEAD", "POST")
def group_add(request: HttpRequest) -> HttpResponse:
    """Prepare a test."""
    today = timezone.localdate()
    form = GroupForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        made = services.create_group(
            name=form.cleaned_data["nom"],
            closes_on=form.cleaned_data["fin"],
            tasks=form.cleaned_data["taches"],
            today=today,
        )
        return _done(reverse("surveys:group", args=[made.pk]), "cree")
    return _form_page(request, form, trail=_groups_trail(), here="Nouveau")


@for_team(can_run_tests, "GET", "HEAD", "POST")
def group_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a test; its tasks no longer change once someone took part."""
    found = _group_or_404(pk)
    address = reverse("surveys:group", args=[pk])
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        made_on=found.made_on,
        fixed=bool(found.begun),
        initial={
            "nom": found.name,
            "fin": found.closes_on,
            "taches": "\n".join(task.text for task in found.tasks.all()),
        },
    )
    if form.is_valid():
        try:
            services.change_group(
                group=pk,
                name=form.cleaned_data["nom"],
                closes_on=form.cleaned_data["fin"],
                tasks=form.cleaned_data.get("taches"),
            )
        except services.BegunError:
            form.add_error("taches", "Quelqu'un vient de commencer : les tâches ne changent plus.")
        else:
            return _done(address, "change")
    trail = _groups_trail((found.name, address))
    return _form_page(request, form, group=found, trail=trail, here="Modifier")


@for_team(can_run_tests, "POST")
def group_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a test before its day."""
    _group_or_404(pk)
    services.close_group(group=pk, today=timezone.localdate())
    return _done(reverse("surveys:group", args=[pk]), "ferme")


@for_team(can_run_tests, "POST")
def group_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a test and its answers, at once."""
    _group_or_404(pk)
    services.delete_group(group=pk)
    return _done(reverse("surveys:groups"), "supprime")
