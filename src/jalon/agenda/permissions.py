"""Who may see, add, change and read over what in the calendar; `rights` come from the directory."""

from collections.abc import Iterable

from jalon.agenda.enums import Visibility
from jalon.agenda.models import Event
from jalon.directory.enums import Role
from jalon.directory.rules.roles import Rights


def territory_keys(event: Event) -> frozenset[int]:
    """Return the keys of an event's territories; prefetched ones cost no query."""
    return frozenset(territory.pk for territory in event.territories.all())


def can_see_event(rights: Rights, event: Event) -> bool:
    """Anyone sees what is public; members see what their network, structure or territory shows them.

    One query: the rule is that of the lists (`Event.objects.visible_to`), so that no page shows more.
    """
    return Event.objects.visible_to(rights).filter(pk=event.pk).exists()


def can_see_network_calendar(rights: Rights) -> bool:
    """Whoever has a role in the network sees its calendar: sharing dates is what it is for."""
    return rights.is_member


def can_add_event(rights: Rights, organisation: int | None, territories: Iterable[int]) -> bool:
    """Members add what their own structure does, whatever their role; coordinators what their territory does.

    Those who act for the region add anything; what belongs to no structure is the Region's or a territory's.
    """
    if rights.is_regional or rights.coordinates(territories):
        return True
    return organisation is not None and organisation in rights.organisations()


def can_add_somewhere(rights: Rights) -> bool:
    """Whoever could add at least one event gets the button: any member, within her structure or territory."""
    return rights.is_regional or bool(rights.organisations()) or bool(rights.territories())


def can_change_event(rights: Rights, event: Event) -> bool:
    """Those who publish for its structure, coordinators of its territories, and its author while still there.

    A draft is its structure's own: the coordinator cannot change what she does not see.
    """
    if rights.edits_for(event.organisation_id) and not (
        rights.is_regional and is_hidden_draft(rights, event)
    ):
        return True
    wrote = event.created_by_id is not None and event.created_by_id == rights.account
    if wrote and (event.organisation_id is None or event.organisation_id in rights.organisations()):
        return rights.is_member
    return event.visibility != Visibility.DRAFT and rights.coordinates(territory_keys(event))


def is_hidden_draft(rights: Rights, event: Event) -> bool:
    """A draft is for its author and her structure only, not even for the Region: minds may change."""
    own = event.organisation_id is not None and event.organisation_id in rights.organisations()
    wrote = event.created_by_id is not None and event.created_by_id == rights.account
    return event.visibility == Visibility.DRAFT and not own and not wrote


def can_publish_directly(rights: Rights, territories: Iterable[int]) -> bool:
    """What its coordinators and the Region make public needs no reading over: they would read it."""
    return rights.coordinates(territories)


def can_moderate(rights: Rights, event: Event) -> bool:
    """Coordinators of its territories, and the Region, answer for what the network shows to everybody."""
    return rights.coordinates(territory_keys(event)) and not is_hidden_draft(rights, event)


def can_moderate_somewhere(rights: Rights) -> bool:
    """Whoever may read over at least one event sees the queue."""
    return rights.is_regional or bool(rights.territories())


def can_subscribe_feed(rights: Rights, organisation: int | None, territories: Iterable[int] = ()) -> bool:
    """A partner's calendar is taken in by those who publish for it, or coordinate one of its territories."""
    return rights.edits_for(organisation) or rights.coordinates(territories)


def can_hold_calendar_key(rights: Rights) -> bool:
    """Members have secret addresses of their own calendar; the public one needs no secret."""
    return rights.is_member


def can_see_load(rights: Rights) -> bool:
    """Overloaded and empty weeks are for those who choose dates: any member."""
    return rights.is_member


def can_subscribe_somewhere(rights: Rights) -> bool:
    """Whoever publishes for a structure or coordinates a territory may take in at least one calendar."""
    return rights.is_regional or rights.holds(Role.PARTNER_EDITOR, Role.COORDINATOR)
