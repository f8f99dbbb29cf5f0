"""Where each role counts, and what someone's roles open: plain values, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from jalon.directory.enums import Role

REGION, TERRITORY, ORGANISATION = "region", "territory", "organisation"
# What a role is given for. A role for an organisation counts in it alone; one for a territory, there alone.
SCOPES: dict[str, str] = {
    Role.ADMINISTRATOR: REGION,
    Role.REGION_OFFICER: REGION,
    Role.COORDINATOR: TERRITORY,
    Role.PARTNER_EDITOR: ORGANISATION,
    Role.PARTNER_MEMBER: ORGANISATION,
    Role.ADVISER: ORGANISATION,
    Role.DEVICE_MANAGER: ORGANISATION,
}
# Roles that act for the whole region: they see and change everything.
REGIONAL = frozenset([Role.ADMINISTRATOR, Role.REGION_OFFICER])
# Roles that must sign in with a second factor.
SECOND_FACTOR = REGIONAL


class Held(NamedTuple):
    """A role that someone holds, and the key of the organisation or of the territory it is held for."""

    role: str
    organisation: int | None = None
    territory: int | None = None


@dataclass(frozen=True)
class Rights:
    """All that someone holds; empty for someone who did not sign in."""

    held: frozenset[Held] = frozenset()
    account: int | None = None

    @property
    def is_member(self) -> bool:
        """Whether the person belongs to the network, whatever her role."""
        return bool(self.held)

    def holds(self, *roles: str) -> bool:
        """Tell whether one of these roles is held, anywhere."""
        return any(one.role in roles for one in self.held)

    @property
    def is_regional(self) -> bool:
        """Whether the person acts for the whole region: administrators and Region officers."""
        return self.holds(*REGIONAL)

    def territories(self, *roles: str) -> frozenset[int]:
        """Return the keys of the territories where one of these roles (any role without one) is held."""
        return frozenset(
            one.territory for one in self.held if one.territory and (not roles or one.role in roles)
        )

    def organisations(self, *roles: str) -> frozenset[int]:
        """Return the keys of the organisations where one of these roles (any role without one) is held."""
        return frozenset(
            one.organisation for one in self.held if one.organisation and (not roles or one.role in roles)
        )

    def coordinates(self, territories: Iterable[int]) -> bool:
        """Tell whether she coordinates one of these territories, or acts for the whole region."""
        return self.is_regional or not self.territories(Role.COORDINATOR).isdisjoint(territories)

    def edits_for(self, organisation: int | None) -> bool:
        """Tell whether she publishes for an organisation, or acts for the whole region."""
        return self.is_regional or (
            organisation is not None and organisation in self.organisations(Role.PARTNER_EDITOR)
        )


def scope_refusal(role: str, organisation: int | None, territory: int | None) -> str:
    """Return why a role cannot be held so, in French; "" when it can.

    >>> scope_refusal("coordinator", None, 3)
    ''
    """
    scope = SCOPES.get(role)
    if scope is None:
        return "Ce rôle n'existe pas."
    if (scope == ORGANISATION) != (organisation is not None):
        return (
            "Choisissez une structure."
            if scope == ORGANISATION
            else "Ce rôle ne se donne pas pour une structure."
        )
    if (scope == TERRITORY) != (territory is not None):
        return (
            "Choisissez un territoire."
            if scope == TERRITORY
            else "Ce rôle ne se donne pas pour un territoire."
        )
    return ""
