"""The contacts of an organisation, for those who keep it right."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jalon.directory.forms.network import ContactForm
from jalon.directory.models import Contact
from jalon.directory.permissions.network import can_see_network
from jalon.directory.selectors import network as selectors
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services import contacts as services
from jalon.directory.views.for_members import for_members, network_trail
from jalon.directory.views.network import edits, place_address, place_to_edit


def _contact_to_edit(request: HttpRequest, pk: int) -> Contact:
    """Return a contact that the person may change; raise Http404 or PermissionDenied."""
    found = selectors.contact_in(pk)
    if found is None:
        raise Http404
    if not edits(rights_of(request.user), found.organisation):
        raise PermissionDenied
    return found


@for_members(can_see_network, "GET", "HEAD", "POST")
def contact_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a contact to an organisation."""
    place = place_to_edit(request, slug)
    form = ContactForm(
        request.POST if request.method == "POST" else None, territories=list(place.territories.all())
    )
    if form.is_valid():
        services.add_contact(
            actor=request.user,
            organisation=place,
            facts=form.facts,
            territories=form.territories or [],
            today=timezone.localdate(),
        )
        return redirect(place_address(place, "ajoute"))
    trail = network_trail((place.name, place_address(place)))
    return render(request, "directory/contact_form.html", {"form": form, "place": place, "trail": trail})


@for_members(can_see_network, "GET", "HEAD", "POST")
def contact_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a contact, or give her a name at last."""
    found = _contact_to_edit(request, pk)
    place = found.organisation
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        territories=list(place.territories.all()),
        initial=ContactForm.initial_of(found),
    )
    if form.is_valid():
        try:
            services.change_contact(
                actor=request.user,
                contact=pk,
                facts=form.facts,
                territories=form.territories,
                today=timezone.localdate(),
            )
        except services.ContactGoneError:
            return redirect(place_address(place, "parti"))
        return redirect(place_address(place, "corrige"))
    trail = network_trail((place.name, place_address(place)))
    context = {"form": form, "place": place, "contact": found, "trail": trail}
    return render(request, "directory/contact_form.html", context)


@for_members(can_see_network, "POST")
def contact_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a contact away."""
    place = _contact_to_edit(request, pk).organisation
    try:
        services.withdraw_contact(actor=request.user, contact=pk)
    except services.ContactGoneError:
        return redirect(place_address(place, "parti"))
    return redirect(place_address(place, "retire"))


@for_members(can_see_network, "POST")
def contact_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a contact is right as written."""
    place = _contact_to_edit(request, pk).organisation
    try:
        services.confirm_contact(actor=request.user, contact=pk, today=timezone.localdate())
    except services.ContactGoneError:
        return redirect(place_address(place, "parti"))
    return redirect(place_address(place, "juste"))
