"""Signing in, for tests: sessions opened without the pages, codes of an application, mails."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of accounts that live as long as a test
PERIOD = 30

# Gives an account a second factor, then opens sessions of it: address, secret, how many.
ENTER = """
import sys, django
django.setup()
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from jalon.directory.models import Account
email, secret, count = sys.argv[1:]
account = Account.objects.get(email=email)
if not Authenticator.objects.filter(user=account).exists():
    TOTP.activate(account, secret)
for _ in range(int(count)):
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    print(session.session_key)
"""

# Opens an account without any role: address, name, password.
ACCOUNT = """
import sys, django
django.setup()
from jalon.directory.models import Account
email, name, password = sys.argv[1:]
account = Account(email=email, name=name)
account.set_password(password)
account.save()
"""

# Prints the last message to an address.
MAIL = """
import sys, django
django.setup()
from jalon.outbox.models import Message
print(Message.objects.filter(to=sys.argv[1]).latest("pk").text)
"""


def code(secret: str = TOTP_SECRET, *, later: int = 0) -> str:
    """Return the code that an application shows now, or some periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + later))
