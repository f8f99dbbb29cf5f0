"""The people of the network: who holds what, inviting, taking a role away, closing an account."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jalon.directory.enums import Role
from jalon.directory.forms.people import InviteForm
from jalon.directory.models import Organisation
from jalon.directory.permissions.people import can_see_everyone, can_see_people, can_see_second_factor
from jalon.directory.rules.roles import SECOND_FACTOR, Rights
from jalon.directory.selectors import people as selectors
from jalon.directory.selectors.rights import has_second_factor, rights_of
from jalon.directory.services import invitations, memberships
from jalon.directory.views.for_members import for_members
from jalon.outbox.services.transport import transport_of_settings
from jalon.ui.rules.senders import whole_minutes
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.parts import asks_part, varied

PER_PAGE = 25
SUGGESTIONS = 8
LONGEST_WHY = 300
SAID = {
    "invite": "L'invitation est prête : elle part par courriel.",
    "attend": "L'invitation est prête. Elle partira quand l'envoi des messages sera réglé.",
    "encore": "Une nouvelle invitation part par courriel. L'ancien lien n'ouvre plus rien.",
    "retiree": "L'invitation est retirée : son lien n'ouvre plus rien.",
    "role": "Le rôle est retiré.",
    "ferme": "Le compte est fermé et ses rôles sont retirés.",
}


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Espace équipe", reverse("portal:staff")), *more]


def _people_trail() -> list[tuple[str, str]]:
    return _trail(("Personnes", reverse("directory:people")))


def _said(request: HttpRequest) -> str:
    return SAID.get(request.GET.get("fait", ""), "")


def _why(request: HttpRequest) -> str:
    return " ".join(request.POST.get("raison", "").split())[:LONGEST_WHY]


@for_members(can_see_people, "GET", "HEAD")
def people(request: HttpRequest) -> HttpResponse:
    """List the people in sight, filtered by the address; or the invitations that wait."""
    rights = rights_of(request.user)
    waiting = selectors.invitations(rights)
    context = {"trail": _trail(), "said": _said(request)}
    if request.GET.get("vue") == "invitations":
        page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "now": timezone.now()}
        return render(request, "directory/people/invitations.html", context)
    asked = selectors.read_asked(request.GET.getlist)
    context |= {
        "asked": asked,
        "page": Paginator(selectors.people(rights, asked), PER_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting.count(),
        "groups": selectors.filters(rights, asked),
        "active": selectors.active_filters(asked),
        "sees_closed": can_see_everyone(rights),
    }
    fragment = asks_part(request)
    name = "directory/people/_list.html" if fragment else "directory/people/people.html"
    return varied(render(request, name, context))


def _person_or_refuse(rights: Rights, pk: int) -> selectors.Person:
    """Return a person in sight. Those who do not see everyone never learn whether an account exists."""
    found = selectors.person(rights, pk)
    if found is None:
        if can_see_everyone(rights):
            raise Http404
        raise PermissionDenied
    return found


@for_members(can_see_people, "GET", "HEAD")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: her roles, what waits for her answer, what who looks may do."""
    rights = rights_of(request.user)
    return _person_page(request, rights, _person_or_refuse(rights, pk))


def _person_page(
    request: HttpRequest, rights: Rights, found: selectors.Person, *, problem: str = "", status: int = 200
) -> HttpResponse:
    account = found.account
    needs = account.is_staff or any(line.membership.role in SECOND_FACTOR for line in found.roles)
    context = {
        "person": found,
        "is_self": rights.account == account.pk,
        "problem": problem,
        "said": _said(request),
        "now": timezone.now(),
        "trail": _people_trail(),
        "shows_guard": account.is_active and can_see_second_factor(rights),
        "needs_guard": needs,
        "is_guarded": has_second_factor(account),
    }
    return render(request, "directory/people/person.html", context, status=status)


def _after(rights: Rights, account: int, said: str) -> HttpResponse:
    """Lead back to the person when she is still in sight, else to the list."""
    if selectors.person(rights, account) is None:
        return redirect(f"{reverse('directory:people')}?fait={said}")
    return redirect(f"{reverse('directory:person', args=[account])}?fait={said}")


@for_members(can_see_people, "POST")
def membership_withdraw(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """Take a role of this person away."""
    rights = rights_of(request.user)
    found = _person_or_refuse(rights, pk)
    if role not in {line.membership.pk for line in found.roles}:
        raise Http404
    try:
        memberships.withdraw_membership(by=request.user, membership=role, why=_why(request))
    except memberships.NotTheirsError as refusal:
        raise PermissionDenied from refusal
    except memberships.LastAdministratorError as refusal:
        return _person_page(request, rights, found, problem=refusal.reason, status=409)
    return _after(rights, pk, "role")


@for_members(can_see_people, "POST")
def person_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close this person's account."""
    rights = rights_of(request.user)
    found = _person_or_refuse(rights, pk)
    try:
        memberships.close_person(by=request.user, account=pk, why=_why(request))
    except memberships.NotTheirsError as refusal:
        raise PermissionDenied from refusal
    except memberships.LastAdministratorError as refusal:
        return _person_page(request, rights, found, problem=refusal.reason, status=409)
    return _after(rights, pk, "ferme")


def _begun(request: HttpRequest, rights: Rights) -> dict[str, str]:
    """Return what the address of the form already says: the role, the organisation, someone in sight."""
    begun = {}
    if request.GET.get("role") in Role.values:
        begun["role"] = request.GET["role"]
    slug = request.GET.get("structure", "")[:100].replace("\0", "")
    if organisation := Organisation.objects.filter(slug=slug).first() if slug else None:
        begun |= {"structure": organisation.name, "structure_code": organisation.slug}
    key = request.GET.get("personne", "")
    if key.isascii() and key.isdigit() and len(key) < 12:
        found = selectors.person(rights, int(key))
        if found is not None and found.can_invite:
            begun |= {"email": found.account.email, "nom": found.account.name}
    return begun


@for_members(can_see_people, "GET", "HEAD", "POST")
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone; the role chosen says what else is asked."""
    rights = rights_of(request.user)
    if request.method == "POST":
        form = InviteForm(request.POST, rights=rights)
        if form.is_valid() and (answer := _invited(request, form)):
            return answer
    else:
        form = InviteForm(initial=_begun(request, rights), rights=rights)
    context = {"form": form, "trail": _people_trail()}
    return render(request, "directory/people/invite.html", context)


def _invited(request: HttpRequest, form: InviteForm) -> HttpResponse | None:
    """Send the invitation; None when it is refused, and the form says why."""
    asked = form.cleaned_data
    try:
        invitations.invite(
            by=request.user,
            email=asked["email"],
            name=asked["nom"],
            role=asked["role"],
            organisation=asked["organisation"],
            territory=asked["territory"],
            now=timezone.now(),
        )
    except memberships.NotTheirsError as refusal:
        raise PermissionDenied from refusal
    except memberships.MembershipError as refusal:
        form.add_error(None, refusal.reason)
    except TooManyError as refusal:
        minutes = whole_minutes(refusal.wait)
        form.add_error(None, f"Beaucoup d'invitations viennent de partir. Réessayez dans {minutes} min.")
    else:
        return _waiting_list("invite" if transport_of_settings() else "attend")
    return None


@for_members(can_see_people, "GET", "HEAD")
def invite_organisations(request: HttpRequest) -> JsonResponse:
    """Propose organisations in which one may invite, while one types."""
    rights = rights_of(request.user)
    found = selectors.organisations_called(rights, request.GET.get("q", "")[:200], limit=SUGGESTIONS)
    address = reverse("directory:invite")
    return JsonResponse(
        {
            "suggestions": [
                {
                    "label": one.name,
                    "code": one.slug,
                    "detail": f"{one.get_kind_display()}, {one.commune.name}",
                    "url": f"{address}?structure={one.slug}",
                }
                for one in found
            ]
        }
    )


def _invitation_or_refuse(rights: Rights, pk: int) -> None:
    if not selectors.invitations(rights).filter(pk=pk).exists():
        if can_see_everyone(rights):
            raise Http404
        raise PermissionDenied


def _waiting_list(said: str) -> HttpResponse:
    return redirect(f"{reverse('directory:people')}?vue=invitations&fait={said}")


@for_members(can_see_people, "POST")
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a link open nothing any more."""
    rights = rights_of(request.user)
    _invitation_or_refuse(rights, pk)
    try:
        invitations.withdraw_invitation(by=request.user, invitation=pk, now=timezone.now())
    except memberships.MembershipError as refusal:
        raise PermissionDenied from refusal
    return _waiting_list("retiree")


@for_members(can_see_people, "POST")
def invitation_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; the one before opens nothing any more."""
    rights = rights_of(request.user)
    _invitation_or_refuse(rights, pk)
    try:
        invitations.invite_again(by=request.user, invitation=pk, now=timezone.now())
    except (memberships.MembershipError, TooManyError) as refusal:
        raise PermissionDenied from refusal
    return _waiting_list("encore")
