"""What changes a workshop. Each change locks it, checks that it is still open, then writes.

Whoever sends while it closes is either counted or told that it is closed: both wait for the same lock.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from jalon.guidance.models import Workshop, WorkshopAnswer
from jalon.guidance.rules.answers import Answers
from jalon.guidance.rules.dossier import SECRET_BYTES, clean, digest_of
from jalon.guidance.rules.workshop import (
    CODE_LENGTH,
    CODE_SIGNS,
    FEWEST,
    FIRST_OCCUPATIONS,
    LONGEST_TITLE,
    MOST_ANSWERS,
    RESULTS_DAYS,
    Sent,
    Ticket,
    last_day,
    published,
    rounded,
)
from jalon.guidance.selectors.matching import rank
from jalon.occupations import selectors as occupations


class NoWorkshopError(Exception):
    """No open workshop has this code, or none this address: unknown, closed, deleted or over alike."""


class FullWorkshopError(Exception):
    """A workshop takes no more answers."""


class NothingToSendError(Exception):
    """No statement was answered."""


class TooFewError(Exception):
    """Fewer than FEWEST people sent their results: closing now would show nothing."""


def begin_workshop(*, title: str, days: int, today: date) -> str:
    """Open a workshop for so many days, the first one counted; return its leader's secret, kept nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        Workshop.objects.create(
            digest=digest_of(secret),
            code=_free_code(),
            title=" ".join(clean(title, 10 * LONGEST_TITLE).split())[:LONGEST_TITLE].rstrip(),
            opened_on=today,
            last_on=last_day(today, days),
        )
    return secret


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        if not Workshop.objects.filter(code=code).exists():
            return code


def _locked(**which: object) -> Workshop:
    workshop = Workshop.objects.select_for_update().filter(**which).first()
    if workshop is None:
        raise NoWorkshopError
    return workshop


def _locked_open(code: str, today: date) -> Workshop:
    return _locked(code=code, closed_on=None, last_on__gte=today)


def what_is_sent(interests: Mapping[str, float]) -> Sent:
    """Return what a person with these scores (0 to 1, unknown ones absent) sends to a workshop."""
    if not interests:
        raise NothingToSendError
    first = rank(Answers(interests=interests)).order[:FIRST_OCCUPATIONS]
    return Sent({letter: rounded(score) for letter, score in interests.items()}, [one.code for one in first])


@transaction.atomic
def send_answer(*, ticket: Ticket, sent: Sent, today: date) -> None:
    """Keep what a person sends; what she sent before with the same ticket is replaced.

    Raises NoWorkshopError when it is closed, FullWorkshopError.
    """
    workshop = _locked_open(ticket.code, today)
    answer = workshop.answers.filter(digest=digest_of(ticket.token)).first()
    if answer is None:
        if workshop.answers.count() >= MOST_ANSWERS:
            raise FullWorkshopError
        answer = WorkshopAnswer(workshop=workshop, digest=digest_of(ticket.token))
    answer.scores, answer.occupations = dict(sent.scores), list(sent.occupations)
    answer.save()


@transaction.atomic
def take_back(*, ticket: Ticket, today: date) -> None:
    """Delete what was sent with this ticket. Raises NoWorkshopError when it is closed: nothing is left."""
    _locked_open(ticket.code, today).answers.filter(digest=digest_of(ticket.token)).delete()


def _sectors_of() -> dict[str, Sequence[str]]:
    atlas = occupations.current_facts()
    slugs = {name: slug for slug, name in atlas.sector_names.items()}
    return {code: [slugs[name] for name in card.sectors] for code, card in atlas.cards.items()}


def _publish(workshop: Workshop, *, today: date) -> None:
    """Compute the only results of a workshop and delete what they were made from."""
    sent = [Sent(one.scores, one.occupations) for one in workshop.answers.all()]
    group = published(sent, _sectors_of())
    workshop.answers.all().delete()
    workshop.code, workshop.closed_on = "", today
    workshop.results = group and group.as_json()
    workshop.last_on = min(workshop.last_on, today) + timedelta(days=RESULTS_DAYS) if group else today
    workshop.save(update_fields=["code", "closed_on", "results", "last_on"])


@transaction.atomic
def close_workshop(*, secret: str, sure: bool, today: date) -> None:
    """Publish the results, once and for all; one that is closed stays as it is.

    With fewer than FEWEST answers nothing is published and all is deleted: raises TooFewError unless `sure`.
    Raises NoWorkshopError.
    """
    workshop = _locked(digest=digest_of(secret))
    if workshop.closed_on is not None:
        return
    if workshop.answers.count() < FEWEST and not sure:
        raise TooFewError
    _publish(workshop, today=today)


@transaction.atomic
def delete_workshop(*, secret: str) -> None:
    """Delete a workshop, its answers and its results at once. Raises NoWorkshopError."""
    _locked(digest=digest_of(secret)).delete()


@dataclass(frozen=True)
class Cleaned:
    """How many workshops were published, because their time was over, and how many deleted."""

    published: int
    deleted: int


@transaction.atomic
def clean_workshops(*, today: date) -> Cleaned:
    """Close the open workshops whose last day is past, then delete what may be kept no longer.

    One with fewer than FEWEST answers has nothing to show: it is deleted.
    """
    over = Workshop.objects.select_for_update().filter(closed_on=None, last_on__lt=today)
    for workshop in over:
        _publish(workshop, today=today)
    shown = sum(workshop.results is not None and workshop.last_on >= today for workshop in over)
    kept_no_longer = Q(last_on__lt=today) | Q(results__isnull=True)
    _rows, by_model = Workshop.objects.filter(kept_no_longer, closed_on__isnull=False).delete()
    return Cleaned(shown, by_model.get(Workshop._meta.label, 0))
