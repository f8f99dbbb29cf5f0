"""Inviting someone to a role, and what she answers. Her link is kept as a digest only, and serves once."""

import secrets
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jalon.directory.models import Account, Invitation, Membership, Organisation
from jalon.directory.rules.inviting import KEPT, LIFETIME, TOKEN_BYTES, digest_of, name_problem
from jalon.directory.rules.sign_in import plain_email
from jalon.directory.selectors.invitations import account_of, opened_by
from jalon.directory.services.accounts import check_password
from jalon.directory.services.memberships import (
    MembershipError,
    add_membership,
    check_gift,
    empty_account,
)
from jalon.directory.services.second_factor import remove_second_factor
from jalon.directory.signals import acted
from jalon.outbox.services import queue_mail, site_address
from jalon.territory.models import Territory
from jalon.ui.services.attempts import Attempts

SENT = Attempts("invitations", 60)  # in a quarter of an hour, by one person, for each process


class NoInvitationError(Exception):
    """This link opens nothing: it is unknown, too old, used or withdrawn. Which is never said."""


class OtherAccountError(Exception):
    """The address invited has an open account: it must sign in, and another account cannot accept for it."""


class Invited(NamedTuple):
    """What was sent, and the address of its link, that is kept nowhere."""

    invitation: Invitation
    link: str


@transaction.atomic
def invite(
    *,
    by: Account | None,
    email: str,
    role: str,
    organisation: Organisation | None = None,
    territory: Territory | None = None,
    name: str = "",
    now: datetime,
) -> Invited:
    """Propose a role to an address, by mail; what was proposed before for the same role there is withdrawn.

    `by` None is the installation itself. Raises MembershipError, NotTheirsError, TooManyError.
    """
    email = plain_email(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise MembershipError("Écrivez une adresse complète, comme nom@exemple.fr.") from error
    if problem := name_problem(name):
        raise MembershipError(problem)
    check_gift(by=by, role=role, organisation=organisation, territory=territory)
    same = {"role": role, "organisation": organisation, "territory": territory}
    if Membership.objects.filter(account__email=email, account__is_active=True, **same).exists():
        raise MembershipError("Cette personne a déjà ce rôle.")
    if by is not None:
        SENT.note(str(by.pk), now)
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None, **same).update(
        withdrawn_at=now
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        digest=digest_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + LIFETIME,
        **same,
    )
    link = site_address(reverse("directory:invitation", args=[token]))
    _send(invitation, link)
    _tell(invitation, by, "sent", f"a invité {_called(invitation)}")
    return Invited(invitation, link)


def _send(invitation: Invitation, link: str) -> None:
    account = account_of(invitation)
    queue_mail(
        key=f"directory.invitation.{invitation.pk}",
        to=invitation.email,
        template="directory/mails/invitation",
        context={
            "invitation": invitation,
            "link": link,
            "has_account": bool(account and account.is_active),
            "last_day": timezone.localtime(invitation.expires_at).date(),
        },
        secret=True,
    )


@transaction.atomic
def invite_again(*, by: Account | None, invitation: int, now: datetime) -> Invited:
    """Send a new link for an invitation that was not accepted; the one before opens nothing any more.

    Raises MembershipError, NotTheirsError, TooManyError.
    """
    found = _not_accepted(invitation)
    return invite(
        by=by,
        email=found.email,
        role=found.role,
        organisation=found.organisation,
        territory=found.territory,
        name=found.name,
        now=now,
    )


@transaction.atomic
def withdraw_invitation(*, by: Account | None, invitation: int, now: datetime) -> None:
    """Let a link open nothing any more. Raises MembershipError, NotTheirsError."""
    found = _not_accepted(invitation)
    check_gift(by=by, role=found.role, organisation=found.organisation, territory=found.territory)
    if found.withdrawn_at is None:
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        _tell(found, by, "withdrawn", f"a retiré l'invitation de {_called(found)}")


def _not_accepted(invitation: int) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "territory")
        .filter(pk=invitation)
        .first()
    )
    if found is None or found.accepted_at is not None:
        raise MembershipError("Cette invitation a déjà été acceptée.")
    return found


@transaction.atomic
def accept_as_newcomer(*, token: str, name: str, password: str, now: datetime) -> Account:
    """Open the account of the address invited, with the role proposed; return it.

    A closed account begins anew, with this role alone. Raises NoInvitationError, OtherAccountError,
    AccountError (the password is refused).
    """
    invitation = _locked(token, now)
    account = Account.objects.select_for_update().filter(email=invitation.email).first()
    if account is not None and account.is_active:
        raise OtherAccountError
    if account is None:
        account = Account(email=invitation.email)
    else:
        empty_account(account)
        remove_second_factor(account=account)
    account.name, account.is_active = name, True
    check_password(account, password)
    account.set_password(password)
    account.save()
    _accept(invitation, account, now)
    return account


@transaction.atomic
def accept_signed_in(*, token: str, account: Account, now: datetime) -> None:
    """Add the role proposed to the account that was invited. Raises NoInvitationError, OtherAccountError."""
    invitation = _locked(token, now)
    if account.email != invitation.email or not account.is_active:
        raise OtherAccountError
    _accept(invitation, account, now)


def _locked(token: str, now: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    invitation = opened_by(token, now=now, rows=rows)
    if invitation is None:
        raise NoInvitationError
    return invitation


def _accept(invitation: Invitation, account: Account, now: datetime) -> None:
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    add_membership(
        by=invitation.invited_by,
        account=account,
        role=invitation.role,
        organisation=invitation.organisation,
        territory=invitation.territory,
    )
    _tell(invitation, account, "accepted", "a accepté une invitation")


def _called(invitation: Invitation) -> str:
    return invitation.name or "une personne"


def _tell(invitation: Invitation, actor: Account | None, done: str, said: str) -> None:
    place = invitation.organisation or invitation.territory or "toute la région"
    acted.send(
        sender=Invitation,
        actor=actor,
        verb=f"directory.invitation.{done}",
        thing=invitation,
        said=f"{said} : {invitation.get_role_display()}, {place}",
        organisation=invitation.organisation,
        territories=[invitation.territory] if invitation.territory else (),
    )


@transaction.atomic
def delete_ended_invitations(*, now: datetime) -> int:
    """Delete the invitations that ended 90 days ago, accepted or not; return how many."""
    before = now - KEPT
    ended = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    _rows, by_model = Invitation.objects.filter(ended).delete()
    return by_model.get(Invitation._meta.label, 0)


def clean_invitations() -> str:
    """Delete what is no longer kept, and say so: a daily job."""
    return f"Invitations supprimées : {delete_ended_invitations(now=timezone.now())}."
