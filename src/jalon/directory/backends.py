"""How Django finds an account again, once someone signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from jalon.directory.models import Account


class AccountBackend(ModelBackend):
    """Django's own backend; the same query also tells whether the account has a second factor."""

    def get_user(self, user_id: Any) -> Account | None:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        account = Account.objects.annotate(second_factor_kept=Exists(factors)).filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
