"""Secrets that must be read again are kept sealed: a copy of the database alone does not open them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class BrokenSealError(Exception):
    """The secret was sealed with another key: JALON_SECRET_KEY changed since."""


def _fernet() -> Fernet:
    key = hashlib.sha256(b"jalon.directory.sealing:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Return a text that only this installation's key reads."""
    return _fernet().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Return what was sealed; raise BrokenSealError when the key is another one."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise BrokenSealError from error
