"""Who reads a line."""

from collections.abc import Collection

from jalon.directory.enums import Role
from jalon.directory.rules.roles import Rights


def may_read(
    rights: Rights,
    *,
    actor: int | None,
    organisation: int | None,
    territories: Collection[int],
    within: bool = False,
) -> bool:
    """Tell whether someone reads a line, from the keys of who acted, for which organisation, where.

    Administrators and Region officers answer for everything: they read all. A coordinator answers for her
    territories. Any role in an organisation lets one read what was done in its name: a team must see what its
    members did. Everybody reads what she did herself, even without any role. What is `within` an organisation
    (a draft) is read there alone, not even by the Region: minds may change.
    """
    if actor is not None and actor == rights.account:
        return True
    if organisation is not None and organisation in rights.organisations():
        return True
    if within:
        return False
    return rights.is_regional or not rights.territories(Role.COORDINATOR).isdisjoint(territories)
