"""Keeping an opinion, what its author adds, and what the team does of an abusive text."""

from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from jalon.surveys.enums import Audience, Helped, Screen
from jalon.surveys.models import Opinion
from jalon.surveys.rules.texts import masked
from jalon.ui.services.attempts import Attempts

SALT = "jalon.surveys.opinion"
KEY_SECONDS = 3_600
# In a quarter of an hour, from one network, for each process: several classes of one school share one.
GIVEN, SAID = Attempts("opinions", 200), Attempts("words on opinions", 200)


class LateError(Exception):
    """Nothing can be added to this opinion: something was already, or too long ago, or it is gone."""


def give_opinion(*, screen: Screen, helped: Helped, network: str, today: date) -> str:
    """Keep an answer; return the key by which its author may add words, for an hour. Raises TooManyError."""
    GIVEN.note(network, timezone.now())
    opinion = Opinion.objects.create(screen=screen, helped=helped, day=today)
    return signing.dumps(opinion.pk, salt=SALT)


def is_key(key: str) -> bool:
    """Tell whether words may still be sent with this key."""
    return _opinion_of(key) is not None


def _opinion_of(key: str) -> int | None:
    try:
        return int(signing.loads(key, salt=SALT, max_age=KEY_SECONDS))
    except signing.BadSignature:
        return None


@transaction.atomic
def say_more(*, key: str, audience: Audience, text: str, network: str, today: date) -> None:
    """Add who one is and what one thinks, once; what would reach someone is masked.

    Raises LateError or TooManyError.
    """
    SAID.note(network, timezone.now())
    opinion = Opinion.objects.select_for_update().filter(
        pk=_opinion_of(key), text="", audience=Audience.UNSAID, day__gte=today - timedelta(days=1)
    )
    found = opinion.first()
    if found is None:
        raise LateError
    found.audience, found.text = audience, masked(text)
    found.save(update_fields=["audience", "text"])


def hide_text(*, opinion: int) -> None:
    """Take a text out of the lists and of the files; the answer still counts."""
    Opinion.objects.filter(pk=opinion).update(hidden=True)


def show_text(*, opinion: int) -> None:
    """Show a hidden text again."""
    Opinion.objects.filter(pk=opinion).update(hidden=False)


def erase_text(*, opinion: int) -> None:
    """Forget a text for good, for instance because it names someone; the answer still counts."""
    Opinion.objects.filter(pk=opinion).update(text="", hidden=False)
