"""What someone sees and does about herself."""

from jalon.directory.models import Account, Contact
from jalon.directory.rules.roles import Rights
from jalon.directory.rules.sign_in import plain_email


def can_see_own_data(rights: Rights) -> bool:
    """Whoever has an open account, even without any role: it is about her."""
    return rights.account is not None


def can_correct_contact(account: Account, contact: Contact) -> bool:
    """A contact tied to her account, or with the address that she signs in with, is her.

    Invitations reach that address, so it is hers.
    """
    return contact.account_id == account.pk or plain_email(contact.email) == account.email
