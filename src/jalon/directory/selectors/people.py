"""The people of the network, as far as someone's rights let her see them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jalon.directory.enums import Role
from jalon.directory.models import Account, Invitation, Membership, Organisation
from jalon.directory.rules.inviting import closing_refusal, gift_refusal, roles_to_give
from jalon.directory.rules.roles import Held, Rights
from jalon.search.rules import fold, plain_query
from jalon.territory.models import Territory
from jalon.ui.rules import Choice, Group

CLOSED = "ferme"


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; names of territories and organisations are their slugs."""

    text: str = ""
    roles: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    organisation: str = ""
    closed: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether something was asked."""
        return self != Asked()


@dataclass(frozen=True)
class RoleLine:
    """One role of a person; `can_withdraw` is for who looks."""

    membership: Membership
    can_withdraw: bool


@dataclass(frozen=True)
class Person:
    """A person's page: what she holds, and what who looks may do."""

    account: Account
    roles: Sequence[RoleLine]
    invitations: Sequence[Invitation]
    can_invite: bool
    can_close: bool


def read_asked(values: Callable[[str], Sequence[str]]) -> Asked:
    """Read an address; what is not understood is left out."""
    return Asked(
        text=plain_query(next(iter(values("q")), "")),
        roles=tuple(role for role in Role.values if role in values("role")),
        territories=tuple(dict.fromkeys(one[:50] for one in values("territoire") if one.isprintable())),
        organisation=plain_query(next(iter(values("structure")), ""))[:100],
        closed=CLOSED in values("etat"),
    )


def _of_ground(rights: Rights) -> Q:
    """Return what is true of the memberships and the invitations that someone answers for."""
    if rights.is_regional:
        return Q()
    coordinated = rights.territories(Role.COORDINATOR)
    return (
        Q(territory__in=coordinated)
        | Q(organisation__in=rights.organisations(Role.PARTNER_EDITOR))
        | Q(organisation__in=Organisation.objects.filter(territories__in=coordinated).values("pk"))
    )


def _in_territories(slugs: Collection[str]) -> Q:
    acting = Organisation.objects.filter(territories__slug__in=slugs).values("pk")
    return Q(territory__slug__in=slugs) | Q(organisation__in=acting)


def _memberships(
    rights: Rights, asked: Asked, *, roles: bool = True, territories: bool = True
) -> QuerySet[Membership]:
    """Return the roles in sight, through the filters of the address but those left aside."""
    found = Membership.objects.filter(_of_ground(rights))
    if roles and asked.roles:
        found = found.filter(role__in=asked.roles)
    if territories and asked.territories:
        found = found.filter(_in_territories(asked.territories))
    if asked.organisation:
        found = found.filter(organisation__slug=asked.organisation)
    return found


def _accounts(asked: Asked, in_sight: QuerySet[Account]) -> QuerySet[Account]:
    """Keep the accounts of the state and of the words asked for."""
    found = in_sight.filter(is_active=not asked.closed)
    words = fold(asked.text).split()
    if not words:
        return found
    named = [
        pk
        for pk, name, email in found.values_list("pk", "name", "email")
        if all(word in fold(f"{name} {email}") for word in words)
    ]
    organisations = Organisation.objects.all()
    for word in words:
        organisations = organisations.filter(folded__contains=word)
    there = Membership.objects.filter(organisation__in=organisations.values("pk")).values("account")
    return found.filter(Q(pk__in=named) | Q(pk__in=there))


def _in_sight(rights: Rights) -> QuerySet[Account]:
    if rights.is_regional:
        return Account.objects.all()
    return Account.objects.filter(pk__in=Membership.objects.filter(_of_ground(rights)).values("account"))


def people(rights: Rights, asked: Asked) -> QuerySet[Account]:
    """Return the accounts in sight that the address asks for, by name, each with its roles."""
    found = _accounts(asked, _in_sight(rights))
    if asked.roles or asked.territories or asked.organisation:
        holding = Q(pk__in=_memberships(rights, asked).values("account"))
        if _asks_keepers(asked):
            holding |= Q(is_staff=True)
        found = found.filter(holding)
    rows = found.prefetch_related("memberships__organisation", "memberships__territory")
    return rows.order_by("name", "email")


def _asks_keepers(asked: Asked) -> bool:
    """Tell whether those who keep the installation are asked for: they count as administrators."""
    return Role.ADMINISTRATOR in asked.roles and not asked.territories and not asked.organisation


def filters(rights: Rights, asked: Asked) -> list[Group]:
    """Return the filters with live counts: each value counts with the other filters in force, not its own."""
    accounts = _accounts(asked, _in_sight(rights))
    by_role: dict[str, set[int]] = {}
    rows = _memberships(rights, asked, roles=False).filter(account__in=accounts.values("pk"))
    for account, role in rows.order_by().values_list("account", "role"):
        by_role.setdefault(role, set()).add(account)
    if rights.is_regional and not asked.territories and not asked.organisation:
        keepers = accounts.filter(is_staff=True).values_list("pk", flat=True)
        by_role.setdefault(Role.ADMINISTRATOR, set()).update(keepers)
    by_territory: dict[str, set[int]] = {}
    rows = _memberships(rights, asked, territories=False).filter(account__in=accounts.values("pk"))
    places = ("account", "territory__slug", "organisation__territories__slug")
    for account, held, acting in rows.order_by().values_list(*places):
        for slug in filter(None, (held, acting)):
            by_territory.setdefault(slug, set()).add(account)
    roles = [role for role in Role if role in by_role or role in asked.roles]
    groups = [
        Group(
            "Rôle",
            "role",
            [
                Choice(role.value, str(role.label), len(by_role.get(role, ())), role in asked.roles)
                for role in roles
            ],
        ),
        Group(
            "Territoire",
            "territoire",
            [
                Choice(one.slug, one.name, len(by_territory.get(one.slug, ())), one.slug in asked.territories)
                for one in Territory.objects.all()
                if one.slug in by_territory or one.slug in asked.territories
            ],
        ),
    ]
    # A filter of one value tells nothing, unless it is in force.
    return [one for one in groups if len(one.choices) > 1 or any(choice.checked for choice in one.choices)]


def active_filters(asked: Asked) -> list[tuple[str, str, str]]:
    """Return each thing asked as (name in the address, value, words)."""
    words = [("q", asked.text, f"« {asked.text} »")] if asked.text else []
    names = dict(Territory.objects.filter(slug__in=asked.territories).values_list("slug", "name"))
    organisation = Organisation.objects.filter(slug=asked.organisation or None).first()
    return [
        *words,
        *(("role", role, str(Role(role).label)) for role in asked.roles),
        *(("territoire", slug, names.get(slug, "Territoire inconnu")) for slug in asked.territories),
        *(
            [("structure", asked.organisation, organisation.name if organisation else "Structure inconnue")]
            if asked.organisation
            else []
        ),
        *([("etat", CLOSED, "Comptes fermés")] if asked.closed else []),
    ]


def invitations(rights: Rights) -> QuerySet[Invitation]:
    """Return the invitations in sight that nobody accepted nor withdrew, the latest first."""
    return (
        Invitation.objects.filter(_of_ground(rights), accepted_at=None, withdrawn_at=None)
        .select_related("organisation", "territory", "invited_by")
        .order_by("-invited_at", "-pk")
    )


def person(rights: Rights, pk: int) -> Person | None:
    """Return a person's page, None when there is nobody in sight under this key."""
    account = _in_sight(rights).filter(pk=pk).first()
    if account is None:
        return None
    memberships = list(
        account.memberships.select_related("organisation", "territory", "granted_by").prefetch_related(
            "organisation__territories"
        )
    )
    held = [(Held(one.role, one.organisation_id, one.territory_id), _acts_in(one)) for one in memberships]
    holds = [*held, (Held(Role.ADMINISTRATOR), frozenset())] if account.is_staff else held
    return Person(
        account=account,
        roles=[
            RoleLine(membership, not gift_refusal(rights, given, acts_in=acts_in))
            for membership, (given, acts_in) in zip(memberships, held, strict=True)
        ],
        invitations=list(invitations(rights).filter(email=account.email)),
        can_invite=account.is_active and bool(roles_to_give(rights)),
        can_close=not closing_refusal(rights, account.pk, holds, open_account=account.is_active),
    )


def _acts_in(membership: Membership) -> frozenset[int]:
    if membership.organisation is None:
        return frozenset()
    return frozenset(one.pk for one in membership.organisation.territories.all())


def organisations_to_invite(rights: Rights) -> QuerySet[Organisation]:
    """Return the organisations in which someone may give a role, by name."""
    found = Organisation.objects.filter(withdrawn=False).select_related("commune")
    if not rights.is_regional:
        acting = Organisation.objects.filter(territories__in=rights.territories(Role.COORDINATOR))
        found = found.filter(
            Q(pk__in=acting.values("pk")) | Q(pk__in=rights.organisations(Role.PARTNER_EDITOR))
        )
    return found.order_by("name", "pk")


def organisations_called(rights: Rights, text: str, *, limit: int) -> list[Organisation]:
    """Return those of `organisations_to_invite` whose name, network or commune hold all the words typed."""
    words = fold(text).split()
    found = organisations_to_invite(rights)
    for word in words:
        found = found.filter(folded__contains=word)
    return list(found[:limit]) if words else []
