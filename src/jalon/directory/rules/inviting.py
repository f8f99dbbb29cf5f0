"""Who may give which role, and take it away: nobody ever gives more than she holds. Plain values only.

An administrator gives any role, a Region officer any but administrator. A coordinator gives what partners
hold in the organisations of her territories; a partner who publishes, in her own organisation.
"""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from hashlib import sha256

from jalon.directory.enums import Role
from jalon.directory.rules.roles import REGIONAL, Held, Rights, scope_refusal

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 32  # 43 signs of an address
TOKEN = re.compile(r"/invitation/[A-Za-z0-9_-]{40,}/?")
KEPT = timedelta(days=90)  # after an invitation ended: enough to say to whom it was sent
# What coordinators and partners who publish give.
PARTNER_ROLES = frozenset([Role.PARTNER_EDITOR, Role.PARTNER_MEMBER, Role.ADVISER])
INVITERS = REGIONAL | {Role.COORDINATOR, Role.PARTNER_EDITOR}
# In a name these would make a mail lead elsewhere.
REFUSED_IN_NAMES = frozenset(":/@<>\\")


def digest_of(token: str) -> str:
    """Return what is kept of an invitation's link; it is too long to be found again from that."""
    return sha256(token.encode()).hexdigest()


def hidden(text: str) -> str:
    """Return a line of a journal without the end of any invitation's link.

    >>> hidden("Not Found: /invitation/" + "a" * 43 + "/")
    'Not Found: /invitation/[adresse cachée]/'
    """
    return TOKEN.sub("/invitation/[adresse cachée]/", text)


def gift_refusal(rights: Rights, given: Held, *, acts_in: Collection[int] = ()) -> str:
    """Return why someone may neither give nor take away a role, in French; "" when she may.

    `acts_in` holds the keys of the territories of the role's organisation.

    >>> gift_refusal(Rights(frozenset([Held("partner-editor", 7)])), Held("adviser", 7))
    ''
    """
    if refusal := scope_refusal(*given):
        return refusal
    if not rights.holds(*INVITERS):
        return "Votre rôle ne permet pas d'inviter."
    if given.role == Role.ADMINISTRATOR and not rights.holds(Role.ADMINISTRATOR):
        return "Ce rôle est donné par l'administration du site."
    if rights.is_regional:
        return ""
    if given.role not in PARTNER_ROLES:
        return "Ce rôle est donné par la Région."
    if given.organisation in rights.organisations(Role.PARTNER_EDITOR):
        return ""
    if not rights.territories(Role.COORDINATOR).isdisjoint(acts_in):
        return ""
    if rights.holds(Role.COORDINATOR):
        return "Cette structure n'agit pas dans votre territoire."
    return "Cette structure n'est pas la vôtre."


def roles_to_give(rights: Rights) -> Sequence[Role]:
    """Return the roles that someone may give somewhere, in the order of screens."""
    if rights.holds(Role.ADMINISTRATOR):
        return list(Role)
    if rights.is_regional:
        return [role for role in Role if role != Role.ADMINISTRATOR]
    if rights.holds(*INVITERS):
        return [role for role in Role if role in PARTNER_ROLES]
    return []


def closing_refusal(
    rights: Rights, person: int, held: Collection[tuple[Held, Collection[int]]], *, open_account: bool = True
) -> str:
    """Return why someone may not close a person's account, in French; "" when she may.

    `held` is all that the person holds, each with the territories of its organisation: who closes an account
    takes all of it away. Someone without any role is left to the Region.
    """
    if not open_account:
        return "Ce compte est déjà fermé."
    if rights.account == person:
        return "Votre compte se ferme depuis vos données."
    if not held and not rights.is_regional:
        return "Votre rôle ne permet pas de fermer ce compte."
    refusals = (gift_refusal(rights, given, acts_in=acts_in) for given, acts_in in held)
    return next((refusal for refusal in refusals if refusal), "")


def name_problem(name: str) -> str:
    """Return why a name cannot be someone's, in French; "" when it can.

    >>> name_problem("Gagnez sur https://exemple.fr")
    "N'écrivez ici que le prénom et le nom."
    """
    if not name.isprintable() or not REFUSED_IN_NAMES.isdisjoint(name) or "www." in name.lower():
        return "N'écrivez ici que le prénom et le nom."
    return ""
