"""The directory of the network, for its members: who does what, and the page of one organisation."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jalon.directory.forms.network import FactsForm, NewOrganisationForm
from jalon.directory.models import Organisation
from jalon.directory.permissions.network import (
    can_add_organisation,
    can_edit_organisation,
    can_move_files,
    can_place_in,
    can_see_network,
)
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors import network as selectors
from jalon.directory.selectors.alikes import alikes_of
from jalon.directory.selectors.rights import rights_of
from jalon.directory.selectors.territories import territory_by_commune
from jalon.directory.services.facts import add_organisation, change_organisation
from jalon.directory.views.for_members import for_members, network_trail
from jalon.territory.models import Territory
from jalon.ui.services.parts import asks_part, varied

SAID = {
    "ajoute": "Le contact est ajouté.",
    "corrige": "C'est corrigé.",
    "retire": "Le contact est retiré : son nom et ses adresses sont effacés.",
    "juste": "C'est noté : ce contact est juste aujourd'hui.",
    "cree": "La structure est dans l'annuaire. Ajoutez maintenant qui y contacter.",
    "change": "C'est changé.",
    "parti": "Quelqu'un d'autre vient de retirer ce contact.",
}


def edits(rights: Rights, organisation: Organisation) -> bool:
    """Tell whether someone may change an organisation and its contacts."""
    return can_edit_organisation(
        rights,
        organisation=organisation.pk,
        territories=[one.pk for one in organisation.territories.all()],
    )


@for_members(can_see_network, "GET", "HEAD")
def network(request: HttpRequest) -> HttpResponse:
    """List organisations and whom to write to; at first those of the territories where the person works."""
    rights = rights_of(request.user)
    mine = selectors.own_territories(rights)
    if not request.GET and mine:
        query = urlencode([("territoire", one.slug) for one in mine])
        return redirect(f"{reverse('directory:network')}?{query}")
    asked = selectors.read_asked(request.GET.getlist)
    today = timezone.localdate()
    found = selectors.network_page(asked, number=request.GET.get("page", ""), today=today)
    context = {
        "asked": asked,
        **found._asdict(),
        "active": selectors.active_filters(asked, found.groups),
        "mine": mine,
        "editable": {line.organisation.pk for line in found.lines if edits(rights, line.organisation)},
        "adds": can_add_organisation(rights),
        "moves_files": can_move_files(rights),
        "trail": network_trail()[:1],
    }
    template = "directory/_network.html" if asks_part(request) else "directory/network.html"
    return varied(render(request, template, context))


@for_members(can_see_network, "GET", "HEAD")
def network_print(request: HttpRequest) -> HttpResponse:
    """Give the same list in one piece, to print."""
    asked = selectors.read_asked(request.GET.getlist)
    today = timezone.localdate()
    lines, groups = selectors.network_print(asked, today=today)
    context = {
        "lines": lines,
        "most": selectors.MOST_PRINTED,
        "active": selectors.active_filters(asked, groups),
        "today": today,
        "trail": network_trail(),
    }
    return render(request, "directory/network_print.html", context)


@for_members(can_see_network, "GET", "HEAD")
def network_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one organisation to members: contacts, territories, what it does, who has an account in it."""
    found = selectors.network_place(slug, today=timezone.localdate())
    if found is None:
        raise Http404
    context = {
        "found": found,
        "place": found.organisation,
        "edits": edits(rights_of(request.user), found.organisation),
        "said": SAID.get(request.GET.get("fait", ""), ""),
        "trail": network_trail(),
    }
    return render(request, "directory/network_place.html", context)


def place_to_edit(request: HttpRequest, slug: str) -> Organisation:
    """Return an organisation that the person may change; raise Http404 or PermissionDenied."""
    found = selectors.place_to_change(slug)
    if found is None:
        raise Http404
    if not edits(rights_of(request.user), found):
        raise PermissionDenied
    return found


def place_address(organisation: Organisation, said: str = "") -> str:
    """Return the address of an organisation's page for members."""
    address = reverse("directory:network_place", args=[organisation.slug])
    return f"{address}?fait={said}" if said else address


@for_members(can_see_network, "GET", "HEAD", "POST")
def network_place_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what an organisation says of itself; its territories only for the Region."""
    found = place_to_edit(request, slug)
    territories = list(Territory.objects.all()) if rights_of(request.user).is_regional else []
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        territories=territories,
        initial=FactsForm.initial_of(found),
    )
    if form.is_valid():
        change_organisation(
            actor=request.user, organisation=found.pk, facts=form.facts, territories=form.territories
        )
        return redirect(place_address(found, "change"))
    trail = network_trail((found.name, place_address(found)))
    context = {"form": form, "place": found, "trail": trail, "here": "Modifier"}
    return render(request, "directory/network_place_form.html", context)


def _placed(form: NewOrganisationForm, rights: Rights) -> list[Territory] | None:
    """Return the territories of a new organisation; None, said in the form, where the person may not add."""
    if form.territories:
        return form.territories
    commune = form.cleaned_data["commune"]
    own = territory_by_commune({commune.pk}).get(commune.pk)
    if not can_place_in(rights, own.pk if own else None):
        where = f"le territoire {own.name}" if own else "aucun territoire"
        form.add_error(
            "commune",
            f"{commune.name} est dans {where} : vous ajoutez des structures dans les vôtres seulement.",
        )
        return None
    return [own] if own else []


@for_members(can_add_organisation, "GET", "HEAD", "POST")
def network_place_add(request: HttpRequest) -> HttpResponse:
    """Add an organisation, once the person has seen those that look the same."""
    rights = rights_of(request.user)
    territories = list(Territory.objects.all()) if rights.is_regional else []
    form = NewOrganisationForm(request.POST if request.method == "POST" else None, territories=territories)
    context: dict[str, Any] = {"form": form, "trail": network_trail(), "here": "Ajouter"}
    if form.is_valid():
        placed = _placed(form, rights)
        alikes = [] if placed is None or form.cleaned_data["sur"] else alikes_of(form.facts)
        if placed is not None and not alikes:
            made = add_organisation(actor=request.user, facts=form.facts, territories=placed)
            return redirect(place_address(made, "cree"))
        context["alikes"] = alikes
    return render(request, "directory/network_place_form.html", context)
