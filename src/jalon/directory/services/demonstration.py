"""Accounts to try each role with, on a demonstration region only."""

import secrets
from typing import NamedTuple

from django.db import transaction

from jalon.directory.enums import Role
from jalon.directory.models import Account, Organisation
from jalon.directory.rules.roles import ORGANISATION, SCOPES, TERRITORY
from jalon.directory.services.memberships import grant_membership
from jalon.territory.models import Region, Territory

PASSWORD_BYTES = 15  # 20 signs
NAMES: dict[str, str] = {
    Role.ADMINISTRATOR: "Aline Administration (exemple)",
    Role.REGION_OFFICER: "Rémi Région (exemple)",
    Role.COORDINATOR: "Camille Coordination (exemple)",
    Role.PARTNER_EDITOR: "Paul Publie (exemple)",
    Role.PARTNER_MEMBER: "Maya Membre (exemple)",
    Role.ADVISER: "Cora Conseil (exemple)",
    Role.DEVICE_MANAGER: "Dina Dispositif (exemple)",
}


class NotDemonstrationError(Exception):
    """The region served is a real one: accounts whose password was printed have no place there."""


class Made(NamedTuple):
    """An account made to try a role, and its password, that is kept nowhere."""

    account: Account
    role: Role
    place: str
    password: str


@transaction.atomic
def make_demonstration_accounts() -> list[Made]:
    """Make one account of each role, or give those already made another password; addresses end in .example.

    All stand in the first territory, by name, that has an organisation. Raises NotDemonstrationError.
    """
    region = Region.objects.first()
    if region is None or not region.demonstration:
        raise NotDemonstrationError
    territory = Territory.objects.filter(organisations__withdrawn=False).order_by("name").first()
    organisation = (
        Organisation.objects.filter(territories=territory, withdrawn=False).order_by("name").first()
    )
    return [_make(role, organisation, territory) for role in Role]


def _make(role: Role, organisation: Organisation | None, territory: Territory | None) -> Made:
    scope = SCOPES[role]
    place = {ORGANISATION: organisation, TERRITORY: territory}.get(scope)
    email = f"{role.value}@essai.example"
    account = Account.objects.filter(email=email).first() or Account(email=email)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    account.name, account.is_active = NAMES[role], True
    account.set_password(password)
    account.save()
    grant_membership(
        by=None,
        account=account,
        role=role,
        organisation=organisation if scope == ORGANISATION else None,
        territory=territory if scope == TERRITORY else None,
    )
    return Made(account, role, str(place or "toute la région"), password)
