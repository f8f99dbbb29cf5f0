"""Who sees the people of the network, who invites them, who takes a role away."""

from collections.abc import Collection, Iterable

from jalon.directory.rules.inviting import INVITERS, closing_refusal, gift_refusal
from jalon.directory.rules.roles import Held, Rights


def can_see_people(rights: Rights) -> bool:
    """Those who may invite: a list of people with their addresses is for those who answer for them.

    The others find who does what in the directory, which shows professional contacts.
    """
    return rights.holds(*INVITERS)


def can_see_everyone(rights: Rights) -> bool:
    """The Region answers for the whole network; the others see the people of their ground."""
    return rights.is_regional


def can_invite(
    rights: Rights, role: str, organisation: int | None, territory: int | None, acts_in: Iterable[int] = ()
) -> tuple[bool, str]:
    """Tell whether she may give this role there, with the reason in French when she may not.

    Nobody gives more than she holds, else an account taken over would become all accounts. `acts_in` holds
    the keys of the organisation's territories.
    """
    refusal = gift_refusal(rights, Held(role, organisation, territory), acts_in=frozenset(acts_in))
    return not refusal, refusal


def can_withdraw(rights: Rights, given: Held, acts_in: Iterable[int] = ()) -> bool:
    """Who may give a role may take it away: she answers for it."""
    return not gift_refusal(rights, given, acts_in=frozenset(acts_in))


def can_close(rights: Rights, person: int, held: Collection[tuple[Held, Collection[int]]]) -> bool:
    """Closing an account takes every role away: it asks for the right to take each of them.

    Nobody closes her own here: she leaves from her own page, where it is explained.
    """
    return not closing_refusal(rights, person, held)


def can_see_second_factor(rights: Rights) -> bool:
    """How well an account is guarded concerns those who keep the installation; it would help an attacker."""
    return rights.is_regional
