"""Who sees the directory of the network, and who keeps it right."""

from collections.abc import Iterable

from jalon.directory.enums import Role
from jalon.directory.rules.roles import Rights


def can_see_network(rights: Rights) -> bool:
    """Every member: knowing who does what is why the directory exists.

    Not the public: contacts gave their professional mail to the network, and to nobody else.
    """
    return rights.is_member


def can_edit_organisation(rights: Rights, *, organisation: int, territories: Iterable[int]) -> bool:
    """Those who publish for the organisation know it best; coordinators and the Region complete it.

    An organisation without territory acts everywhere: no single coordinator answers for it.
    """
    return rights.edits_for(organisation) or rights.coordinates(territories)


def can_add_organisation(rights: Rights) -> bool:
    """Coordinators know who works on their ground, the Region on all of it.

    A partner adds nobody: an organisation has a public page, someone must answer for its being there.
    """
    return rights.is_regional or rights.holds(Role.COORDINATOR)


def can_place_in(rights: Rights, territory: int | None) -> bool:
    """A coordinator adds organisations on her own territory only; the Region anywhere."""
    return rights.is_regional or (territory is not None and territory in rights.territories(Role.COORDINATOR))


def can_move_files(rights: Rights) -> bool:
    """Files hold many addresses at once: for those who answer for them, coordinators and the Region."""
    return can_add_organisation(rights)
