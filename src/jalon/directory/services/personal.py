"""What someone does about herself: correct, take away a copy, leave for good."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.directory.models import Account, Contact, Invitation
from jalon.directory.rules.inviting import name_problem
from jalon.directory.rules.personal import Part
from jalon.directory.rules.sign_in import plain_email
from jalon.directory.selectors.invitations import waiting
from jalon.directory.selectors.personal import contacts_at, contacts_of, held_about, invitations_to
from jalon.directory.services.accounts import AccountError
from jalon.directory.services.contacts import leave_contact
from jalon.directory.services.memberships import check_administrator_stays
from jalon.directory.services.sessions import end_sessions
from jalon.directory.services.sign_in import forget_attempts
from jalon.directory.signals import account_erased, acted
from jalon.outbox.selectors.recipients import messages_to
from jalon.outbox.services.forgetting import forget_recipient
from jalon.sources.rules import cell_text

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it stands first
FIRST = (1980, 1, 1, 0, 0, 0)  # the day of files in the archive: the same data gives the same bytes
READ_ME = """Ce que {brand} garde sur vous, le {day}.

donnees.json : tout, pour un programme.
Les fichiers .csv : la même chose, un fichier par sujet, pour un tableur.
"""


@transaction.atomic
def rename_account(*, account: int, name: str) -> Account:
    """Correct the name of an account, as its person wants it. Raises AccountError."""
    if problem := name_problem(name):
        raise AccountError(problem)
    found = Account.objects.select_for_update().get(pk=account)
    if found.name == name:
        return found
    before, found.name = found.name, name
    found.save(update_fields=["name"])
    acted.send(
        sender=Account,
        actor=found,
        verb="directory.account.renamed",
        thing=found,
        said="a corrigé son nom",
        changes={"Nom": (before, name)},
    )
    return found


def personal_archive(account: Account, *, brand: str, now: datetime) -> bytes:
    """Return all that is held about someone as a zip: one JSON, and a CSV for each part that holds rows."""
    parts = held_about(account, now=now)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        read_me = READ_ME.format(brand=brand, day=f"{timezone.localtime(now):%d/%m/%Y}")
        _add(archive, "lisez-moi.txt", read_me)
        _add(archive, "donnees.json", _as_json(parts))
        for part in parts:
            if part.rows:
                _add(archive, f"{part.name}.csv", _as_csv(part))
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, date_time=FIRST)
    archive.writestr(info, text.encode(), zipfile.ZIP_DEFLATED)


def _as_json(parts: Iterable[Part]) -> str:
    told = [
        {"sujet": one.title, "pourquoi": one.why, "garde": one.kept, "lignes": one.as_records()}
        for one in parts
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_csv(part: Part) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(part.head)
    writer.writerows([cell_text(cell) for cell in row] for row in part.rows)
    return BYTE_ORDER_MARK + written.getvalue()


@transaction.atomic
def erase_account(*, account: int, by_herself: bool, now: datetime) -> None:
    """Erase someone: her account goes at once, with her name and address wherever they are written.

    Her contacts become « à identifier », invitations to her go, those she sent and that wait open nothing any
    more, messages to her go. The journal keeps what was done, by « une personne partie ». Raises
    LastAdministratorError.
    """
    found = Account.objects.get(pk=account)
    check_administrator_stays(found)
    acted.send(
        sender=Account,
        actor=found if by_herself else None,
        verb="directory.account.erased",
        thing=found,
        said="a effacé son compte" if by_herself else "a effacé un compte, comme la personne le demandait",
    )
    _erase_traces(found, found.email, list(contacts_of(found)))
    Invitation.objects.filter(waiting(now), invited_by=found).update(withdrawn_at=now)
    forget_attempts(email=found.email)
    end_sessions(account=found)
    found.delete()


@transaction.atomic
def erase_address(*, email: str) -> bool:
    """Erase someone who has no account: the contacts, the invitations and the messages of her address.

    Return False when nothing had this address.
    """
    email = plain_email(email)
    contacts = list(contacts_at(email))
    if not contacts and not invitations_to(email).exists() and not messages_to(email).exists():
        return False
    _erase_traces(None, email, contacts)
    return True


def _erase_traces(account: Account | None, email: str, contacts: list[Contact]) -> None:
    """Empty someone's contacts, remove what was sent to her, and let the other rooms erase her too."""
    invitations = list(invitations_to(email))
    words = {email, account.name if account else "", *(one.name for one in invitations)}
    for contact in contacts:
        words |= {contact.name, contact.email, contact.phone}
        leave_contact(contact=contact.pk)
    hers = [*([account] if account else []), *contacts, *invitations]
    account_erased.send(
        sender=Account,
        account=account,
        words=sorted(words - {""}),
        things=[(thing._meta.label_lower, str(thing.pk)) for thing in hers],
    )
    invitations_to(email).delete()
    forget_recipient(address=email)
