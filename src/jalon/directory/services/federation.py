"""Signing in with the account of another organisation, by OpenID Connect."""

from allauth.socialaccount.models import SocialAccount, SocialLogin

from jalon.directory.models import Account, Invitation
from jalon.directory.rules.sign_in import plain_email

# The name, in a session, of what the other organisation wants back when the person signs out.
ID_PROOF = "openid_connect_proof"
UNPROVEN = "unproven"
INVITED = "invited"
UNKNOWN = "unknown"


class NotWelcomeError(Exception):
    """Who came has no account here; `why` is one of this module's words."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


def account_of_identity(login: SocialLogin, proven: str) -> Account:
    """Return the open account of who came from another organisation, tied to her identity there from now on.

    The identity is known already, or `proven` is the address that the other organisation checked, "" when it
    did not. Nothing else that it says is kept. Raises NotWelcomeError.
    """
    known = SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid)
    tied = known.select_related("user").first()
    if tied is not None:
        if not tied.user.is_active:
            raise NotWelcomeError(UNKNOWN)
        tied.save(update_fields=["last_login"])
        return tied.user
    if not proven:
        raise NotWelcomeError(UNPROVEN)
    # Signs that only look like letters would become them in a plain form: such an address is nobody else's.
    address = plain_email(proven) if proven.isascii() else proven
    account = Account.objects.filter(email=address, is_active=True).first()
    if account is None:
        invited = Invitation.objects.filter(email=address, accepted_at=None, withdrawn_at=None).exists()
        raise NotWelcomeError(INVITED if invited else UNKNOWN)
    SocialAccount.objects.create(
        user=account, provider=login.account.provider, uid=login.account.uid, extra_data={}
    )
    return account
