"""What is held about someone: the rows that are her, and what each room says of them."""

import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jalon.directory.models import Account, Contact, ImportDraft, Invitation
from jalon.directory.rules.personal import Part
from jalon.directory.selectors.sessions import connections_of
from jalon.directory.signals import asked_for_data
from jalon.outbox.selectors.recipients import messages_to


def contacts_of(account: Account) -> QuerySet[Contact]:
    """Return the contacts that are someone: tied to her account, or with its address."""
    return _contacts_where(Q(account=account) | Q(email__iexact=account.email))


def contacts_at(email: str) -> QuerySet[Contact]:
    """Return the contacts with an address."""
    return _contacts_where(Q(email__iexact=email))


def _contacts_where(hers: Q) -> QuerySet[Contact]:
    return Contact.objects.filter(hers, withdrawn=False).select_related("organisation")


def invitations_to(email: str) -> QuerySet[Invitation]:
    """Return the invitations sent to an address, whatever became of them."""
    return Invitation.objects.filter(email=email)


def held_about(account: Account, *, now: datetime.datetime) -> list[Part]:
    """Return all that is held about someone, room by room."""
    parts = [
        _identity(account),
        _roles(account),
        _contacts(account),
        _invitations(account),
        _sessions(account, now),
        _second_factor(account),
        _messages(account),
        _files(account),
    ]
    for _receiver, more in asked_for_data.send(sender=Account, account=account):
        parts += more
    return parts


def _moment(at: datetime.datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""


def _identity(account: Account) -> Part:
    return Part(
        name="compte",
        title="Votre compte",
        why="vous connecter, et dire aux autres qui vous êtes",
        kept="tant que le compte existe",
        head=("nom", "adresse", "ouvert le", "dernière connexion", "administre l'installation"),
        rows=(
            (
                account.name,
                account.email,
                _moment(account.created_at),
                _moment(account.last_login),
                "oui" if account.is_staff else "non",
            ),
        ),
        link=("Corriger mon nom", reverse("directory:own_name")),
    )


def _roles(account: Account) -> Part:
    memberships = account.memberships.select_related("organisation", "territory", "granted_by")
    return Part(
        name="roles",
        title="Vos rôles",
        why="savoir ce que vous pouvez voir et faire",
        kept="jusqu'à ce qu'on les retire",
        head=("rôle", "pour", "donné le"),
        rows=tuple(
            (
                one.get_role_display(),
                str(one.organisation or one.territory or "toute la région"),
                _moment(one.granted_at),
            )
            for one in memberships
        ),
    )


def _contacts(account: Account) -> Part:
    return Part(
        name="contacts",
        title="Vous dans l'annuaire",
        why="dire au réseau à qui écrire",
        kept="tant que vous êtes le contact ; une question vous est posée chaque année",
        head=("structure", "fonction", "nom", "adresse", "téléphone", "confirmé le"),
        rows=tuple(
            (
                one.organisation.name,
                one.task,
                one.name,
                one.email,
                one.phone,
                f"{one.confirmed_on:%d/%m/%Y}" if one.confirmed_on else "",
            )
            for one in contacts_of(account)
        ),
    )


def _invitations(account: Account) -> Part:
    return Part(
        name="invitations",
        title="Invitations reçues",
        why="vous donner un rôle après votre accord",
        kept="le temps d'y répondre, puis 90 jours",
        head=("rôle", "envoyée le", "acceptée le"),
        rows=tuple(
            (one.get_role_display(), _moment(one.invited_at), _moment(one.accepted_at))
            for one in invitations_to(account.email)
        ),
    )


def _sessions(account: Account, now: datetime.datetime) -> Part:
    return Part(
        name="connexions",
        title="Vos connexions",
        why="fermer une connexion que vous ne reconnaissez pas",
        kept="8 heures",
        head=("appareil", "depuis", "vu le"),
        rows=tuple(
            (one.device, _moment(one.began_at), _moment(one.seen_at))
            for one in connections_of(account, current=None, now=now)
        ),
    )


def _second_factor(account: Account) -> Part:
    rows = Authenticator.objects.filter(user=account).order_by("type")
    return Part(
        name="deuxieme-etape",
        title="Code après le mot de passe",
        why="protéger votre compte",
        kept="tant que vous l'utilisez",
        head=("moyen", "ajouté le", "utilisé le"),
        rows=tuple(
            (one.get_type_display(), _moment(one.created_at), _moment(one.last_used_at)) for one in rows
        ),
    )


def _messages(account: Account) -> Part:
    return Part(
        name="messages",
        title="Messages que le site vous a envoyés",
        why="vous prévenir, et réparer un envoi qui échoue",
        kept="le texte 30 jours, le reste 12 mois",
        head=("écrit le", "objet", "état"),
        rows=tuple(
            (_moment(one.made_at), one.subject, one.get_state_display()) for one in messages_to(account.email)
        ),
    )


def _files(account: Account) -> Part:
    return Part(
        name="fichiers",
        title="Fichiers que vous avez envoyés",
        why="vous montrer ce qui changera avant de l'écrire",
        kept="un jour",
        head=("contenu", "envoyé le"),
        rows=tuple((one.what, _moment(one.made_at)) for one in ImportDraft.objects.filter(author=account)),
    )
