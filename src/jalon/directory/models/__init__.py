"""Who helps people: organisations, the contacts in them, and the accounts of those who sign in."""

from jalon.directory.models.accounts import Account, AccountManager, Invitation, Membership, SignInAttempt
from jalon.directory.models.contacts import Contact, ImportDraft
from jalon.directory.models.organisations import Organisation

__all__ = [
    "Account",
    "AccountManager",
    "Contact",
    "ImportDraft",
    "Invitation",
    "Membership",
    "Organisation",
    "SignInAttempt",
]
