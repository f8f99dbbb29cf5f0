"""Giving a role to an account, taking it away, closing an account: never the last administrator's."""

from django.db import transaction
from django.db.models import Q

from jalon.directory.enums import Role
from jalon.directory.models import Account, Membership, Organisation
from jalon.directory.rules.inviting import closing_refusal, gift_refusal
from jalon.directory.rules.roles import Held, scope_refusal
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services.sessions import end_sessions
from jalon.directory.signals import acted
from jalon.territory.models import Territory


class MembershipError(Exception):
    """What was asked of a role cannot be done; `reason` says why, in French."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


class NotTheirsError(MembershipError):
    """Whoever asks does not have the right to do this."""


class LastAdministratorError(MembershipError):
    """Nobody could administer the site any more."""

    def __init__(self) -> None:
        super().__init__("C'est la dernière personne qui administre le site : nommez-en d'abord une autre.")


def territories_of(organisation: Organisation | None) -> frozenset[int]:
    """Return the keys of the territories where an organisation acts."""
    if organisation is None:
        return frozenset()
    return frozenset(one.pk for one in organisation.territories.all())


def held_by(membership: Membership) -> Held:
    """Return a role as the rules read it."""
    return Held(membership.role, membership.organisation_id, membership.territory_id)


def check_gift(
    *, by: Account | None, role: str, organisation: Organisation | None, territory: Territory | None
) -> None:
    """Raise MembershipError when `by` may not give this role; None is the installation, which may all."""
    given = Held(role, organisation and organisation.pk, territory and territory.pk)
    if refusal := scope_refusal(*given):
        raise MembershipError(refusal)
    if by is None:
        return
    if refusal := gift_refusal(rights_of(by), given, acts_in=territories_of(organisation)):
        raise NotTheirsError(refusal)


@transaction.atomic
def grant_membership(
    *,
    by: Account | None,
    account: Account,
    role: str,
    organisation: Organisation | None = None,
    territory: Territory | None = None,
) -> Membership:
    """Give a role to an open account; a role already held stays as it is.

    `by` None is the installation itself. Raises MembershipError, NotTheirsError.
    """
    check_gift(by=by, role=role, organisation=organisation, territory=territory)
    if not account.is_active:
        raise MembershipError("Ce compte est fermé.")
    membership, made = add_membership(
        by=by, account=account, role=role, organisation=organisation, territory=territory
    )
    if made:
        acted.send(
            sender=Account,
            actor=by,
            verb="directory.membership.granted",
            thing=account,
            said=f"a donné le rôle « {membership} » à {person(account)}",
            organisation=organisation,
            territories=[territory] if territory else (),
        )
    return membership


def add_membership(
    *,
    by: Account | None,
    account: Account,
    role: str,
    organisation: Organisation | None,
    territory: Territory | None,
) -> tuple[Membership, bool]:
    """Write a role that was checked, once; return it, and whether it is new."""
    return Membership.objects.get_or_create(
        account=account,
        role=role,
        organisation=organisation,
        territory=territory,
        defaults={"granted_by": by},
    )


@transaction.atomic
def withdraw_membership(*, by: Account | None, membership: int, why: str = "") -> None:
    """Take a role away. Raises NotTheirsError, LastAdministratorError; a role already gone stays gone."""
    _lock_administrators()
    found = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("account", "organisation", "territory")
        .filter(pk=membership)
        .first()
    )
    if found is None:
        return
    if by is not None and (
        refusal := gift_refusal(rights_of(by), held_by(found), acts_in=territories_of(found.organisation))
    ):
        raise NotTheirsError(refusal)
    if found.role == Role.ADMINISTRATOR and not (
        found.account.is_staff or _other_administrators(found.account)
    ):
        raise LastAdministratorError
    acted.send(
        sender=Account,
        actor=by,
        verb="directory.membership.withdrawn",
        thing=found.account,
        said=f"a retiré le rôle « {found} » à {person(found.account)}",
        organisation=found.organisation,
        territories=[found.territory] if found.territory else (),
        why=why,
    )
    found.delete()


@transaction.atomic
def close_person(*, by: Account, account: int, why: str = "") -> None:
    """Close someone's account and take all its roles away. Raises NotTheirsError, LastAdministratorError.

    Nothing comes back by itself: opened again by an invitation, the account holds what this one gives.
    """
    _lock_administrators()
    found = Account.objects.select_for_update().get(pk=account)
    memberships = list(
        found.memberships.select_related("organisation", "territory").prefetch_related(
            "organisation__territories"
        )
    )
    held = [(held_by(one), territories_of(one.organisation)) for one in memberships]
    if found.is_staff:
        held.append((Held(Role.ADMINISTRATOR), frozenset()))
    refusal = closing_refusal(rights_of(by), found.pk, held, open_account=found.is_active)
    if refusal:
        raise NotTheirsError(refusal)
    administers = any(one.role == Role.ADMINISTRATOR for one, _acts_in in held)
    if administers and not _other_administrators(found):
        raise LastAdministratorError
    places = {one.organisation.pk: one.organisation for one in memberships if one.organisation}
    territories = {one.territory.pk: one.territory for one in memberships if one.territory}
    for organisation in places.values():
        territories |= {one.pk: one for one in organisation.territories.all()}
    acted.send(
        sender=Account,
        actor=by,
        verb="directory.account.closed",
        thing=found,
        said=f"a fermé le compte de {person(found)}",
        organisation=next(iter(places.values()), None) if len(places) == 1 else None,
        territories=list(territories.values()),
        why=why,
    )
    empty_account(found)
    end_sessions(account=found)
    found.is_active = False
    found.save(update_fields=["is_active", "is_staff"])


def empty_account(account: Account) -> None:
    """Take away all that an account holds; the caller saves `is_staff`."""
    account.memberships.all().delete()
    account.is_staff = False


def person(account: Account) -> str:
    """Return how the journal calls someone: never by an address."""
    return account.name or "une personne sans nom"


def check_administrator_stays(account: Account) -> None:
    """Raise LastAdministratorError when nobody would administer the site without this account.

    Called within a transaction: one leaves at a time.
    """
    _lock_administrators()
    if administers_alone(account):
        raise LastAdministratorError


def administers_alone(account: Account) -> bool:
    """Tell whether nobody would administer the site without this account."""
    administers = Account.objects.filter(_administers(), pk=account.pk).exists()
    return administers and not _other_administrators(account)


def _lock_administrators() -> None:
    """Let one change at a time decide whether an administrator is left."""
    administrators = Account.objects.filter(_administers()).order_by("pk")
    list(administrators.select_for_update().values_list("pk", flat=True))


def _other_administrators(account: Account) -> bool:
    """Tell whether someone else administers; asked once the administrators are locked."""
    return Account.objects.filter(_administers()).exclude(pk=account.pk).exists()


def _administers() -> Q:
    held = Membership.objects.filter(role=Role.ADMINISTRATOR).values("account")
    return Q(is_active=True) & (Q(is_staff=True) | Q(pk__in=held))
