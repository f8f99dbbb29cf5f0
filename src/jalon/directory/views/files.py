"""The directory that comes and goes as files: export, import shown before anything is written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jalon.directory.forms.files import ImportForm
from jalon.directory.permissions.network import can_move_files
from jalon.directory.rules.exchange import COLUMNS, CONTACTS, STRUCTURES
from jalon.directory.selectors.network import own_territories
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services.exporting import exported_csv, exported_workbook
from jalon.directory.services.importing import apply_import, draft_of, keep_draft, plan_import
from jalon.directory.views.for_members import for_members, network_trail
from jalon.sources.rules import RefusedDataError

MOST_SHOWN = 100  # rows of each list of the preview
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = {STRUCTURES: "structures", CONTACTS: "contacts"}
FIGURES = ("nouvelles", "changees", "refusees")


def _figures(request: HttpRequest) -> dict[str, int] | None:
    """Return what an import just did, as the address says it; None without one."""
    given = {name: request.GET.get(name, "") for name in FIGURES}
    if not all(value.isascii() and value.isdigit() and len(value) < 6 for value in given.values()):
        return None
    return {name: int(value) for name, value in given.items()}


@for_members(can_move_files, "GET", "HEAD", "POST")
def network_files(request: HttpRequest) -> HttpResponse:
    """Propose the files to take away, and take one that is sent, to show what it would do."""
    rights = rights_of(request.user)
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        file = form.cleaned_data["fichier"]
        try:
            draft = keep_draft(
                author=request.user,
                what=form.cleaned_data["quoi"],
                name=file.name,
                content=file.read(),
                now=timezone.now(),
            )
        except RefusedDataError as refusal:
            for problem in refusal.problems[:MOST_SHOWN]:
                form.add_error("fichier", str(problem))
        else:
            return redirect("directory:network_import", pk=draft.pk)
    context = {
        "form": form,
        "done": _figures(request),
        "whole": rights.is_regional,
        "territories": own_territories(rights),
        "columns": [(TITLES[what], COLUMNS[what]) for what in TITLES],
        "trail": network_trail(),
    }
    return render(request, "directory/network_files.html", context)


@for_members(can_move_files, "GET", "HEAD")
def network_file(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """Give the organisations or the contacts as a CSV or a workbook."""
    if what not in TITLES or kind not in {"csv", "xlsx"}:
        raise Http404
    rights = rights_of(request.user)
    if kind == "csv":
        response = HttpResponse(exported_csv(what, rights=rights), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(exported_workbook(what, rights=rights), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{what}.{kind}"'
    return response


@for_members(can_move_files, "GET", "HEAD", "POST")
def network_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file would do; then do it."""
    draft = draft_of(request.user, pk)
    if draft is None:
        raise Http404
    rights, today = rights_of(request.user), timezone.localdate()
    if request.method == "POST":
        plan = apply_import(draft, actor=request.user, rights=rights, today=today)
        figures = zip(FIGURES, (len(plan.new), len(plan.changed), plan.refused), strict=True)
        query = "&".join(f"{name}={value}" for name, value in figures)
        return redirect(f"{reverse('directory:network_files')}?{query}")
    plan = plan_import(draft, rights=rights, today=today)
    context = {
        "draft": draft,
        "plan": plan,
        "parts": [("Nouvelles lignes", plan.new[:MOST_SHOWN]), ("Ce qui change", plan.changed[:MOST_SHOWN])],
        "problems": plan.problems[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "trail": network_trail(("Fichiers", reverse("directory:network_files"))),
    }
    return render(request, "directory/network_import.html", context)
