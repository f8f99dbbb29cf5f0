"""Inviting by mail, and what a link opens: once, for a fortnight, for one address."""

import datetime
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.enums import Role
from jalon.directory.models import Account, Invitation
from jalon.directory.rules.inviting import KEPT, LIFETIME, digest_of
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services import invitations
from jalon.directory.services.invitations import (
    Invited,
    NoInvitationError,
    OtherAccountError,
    accept_as_newcomer,
    accept_signed_in,
    delete_ended_invitations,
    invite,
    invite_again,
    withdraw_invitation,
)
from jalon.directory.services.memberships import MembershipError, NotTheirsError, withdraw_membership
from jalon.outbox.models import Message
from jalon.ui.services.attempts import TooManyError

pytestmark = pytest.mark.django_db
NEW = "une phrase vraiment longue"
GONE = "Ce lien n'ouvre rien"
MONTH = datetime.timedelta(days=31)


@pytest.fixture
def place():
    made = factories.organisation("CRIA d'essai")
    made.territories.add(factories.territory("Ici"))
    return made


@pytest.fixture
def editor(place) -> Account:
    account = factories.account("paul@exemple.fr", is_staff=False, name="Paul Publie")
    factories.membership(account, Role.PARTNER_EDITOR, organisation=place)
    return account


def invited(by, place, **fields) -> Invited:
    values = {"email": "ana@exemple.fr", "role": Role.ADVISER, "organisation": place, "name": "Ana Essai"}
    return invite(by=by, now=timezone.now(), **values | fields)


def token(made: Invited) -> str:
    return made.link.rstrip("/").rpartition("/")[2]


def path(made: Invited) -> str:
    return reverse("directory:invitation", args=[token(made)])


def answer(client: Client, made: Invited, **fields):
    return client.post(path(made), {"nom": "Ana Essai", "password": NEW, "again": NEW} | fields)


# ── sending


def test_the_mail_says_who_what_and_until_when(editor, place):
    made = invited(editor, place)
    message = Message.objects.get()
    last = timezone.localtime(made.invitation.expires_at)
    assert message.to == "ana@exemple.fr"
    assert "\n" not in message.subject
    for text in (message.text, message.html):
        assert made.link in text
        assert "Paul Publie" in text
        assert "Conseil" in text
        assert str(last.day) in text
    assert "CRIA d'essai" in message.text
    assert "&#x27;" not in message.text
    assert message.secret, "the body goes once it was sent: it holds the link"


def test_the_link_is_kept_as_a_digest_only(editor, place):
    made = invited(editor, place)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token(made))
    kept = Invitation.objects.values().get()
    assert kept["digest"] == digest_of(token(made))
    assert token(made) not in str(kept)
    assert made.invitation.expires_at - made.invitation.invited_at == LIFETIME == datetime.timedelta(days=14)


def test_a_second_invitation_to_the_same_role_withdraws_the_first(client, editor, place):
    first = invited(editor, place)
    other_role = invited(editor, place, role=Role.PARTNER_MEMBER)
    second = invited(editor, place, email=" ANA@Exemple.fr")
    assertContains(client.get(path(first)), GONE, status_code=404)
    assertContains(client.get(path(second)), "ana@exemple.fr")
    assertContains(client.get(path(other_role)), "ana@exemple.fr")


def test_an_invitation_that_is_too_old_is_sent_again_and_stands_once(client, editor, place):
    old = invited(editor, place)
    Invitation.objects.update(expires_at=timezone.now())
    again = invite_again(by=editor, invitation=old.invitation.pk, now=timezone.now())
    assert Invitation.objects.get(withdrawn_at=None) == again.invitation
    assert client.get(path(again)).status_code == 200


def test_inviting_again_and_withdrawing(client, editor, place):
    first = invited(editor, place)
    second = invite_again(by=editor, invitation=first.invitation.pk, now=timezone.now())
    assert client.get(path(first)).status_code == 404
    assert client.get(path(second)).status_code == 200
    withdraw_invitation(by=editor, invitation=second.invitation.pk, now=timezone.now())
    assert client.get(path(second)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "ana"}, "adresse complète"),
        ({"email": "ana@exemple.fr\nBcc: x@exemple.fr"}, "adresse complète"),
        ({"name": "Voir https://exemple.fr"}, "prénom"),
        ({"role": Role.COORDINATOR}, "structure"),
    ],
)
def test_what_cannot_be_sent_is_said(editor, place, fields, said):
    with pytest.raises(MembershipError, match=said):
        invited(editor, place, **fields)
    assert not Message.objects.exists()


def test_nobody_invites_beyond_her_ground(editor, place):
    with pytest.raises(NotTheirsError):
        invited(editor, factories.organisation("Ailleurs"))
    with pytest.raises(NotTheirsError):
        invited(editor, None, role=Role.ADMINISTRATOR)
    mine = invited(None, factories.organisation("Ailleurs"))
    with pytest.raises(NotTheirsError):
        withdraw_invitation(by=editor, invitation=mine.invitation.pk, now=timezone.now())
    with pytest.raises(NotTheirsError):
        invite_again(by=editor, invitation=mine.invitation.pk, now=timezone.now())


def test_a_role_already_held_is_not_proposed(editor, place):
    with pytest.raises(MembershipError, match="déjà"):
        invited(editor, place, email=editor.email, role=Role.PARTNER_EDITOR)


def test_one_person_does_not_write_to_the_whole_world(editor, place):
    for number in range(60):
        invited(editor, place, email=f"a{number}@exemple.fr")
    with pytest.raises(TooManyError):
        invited(editor, place)


# ── answering


def test_a_newcomer_opens_her_account_and_is_in(client, editor, place):
    made = invited(editor, place)
    with readonly():
        page = client.get(path(made))
    assertContains(page, 'value="Ana Essai"')
    assertContains(page, "CRIA d&#x27;essai")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
    assertRedirects(answer(client, made), "/equipe/")
    ana = Account.objects.get(email="ana@exemple.fr")
    assert ana.name == "Ana Essai"
    assert ana.check_password(NEW)
    assert not ana.is_staff
    held = ana.memberships.get()
    assert (held.role, held.organisation, held.granted_by) == (Role.ADVISER, place, editor)
    assertContains(client.get("/equipe/"), "Ana Essai")


def test_a_role_that_asks_for_a_second_step_opens_nothing_before(client):
    made = invited(None, None, role=Role.REGION_OFFICER)
    assert answer(client, made).status_code == 302
    page = client.get("/equipe/personnes/", follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("directory:second_factor_set_up"))


def test_a_link_serves_once(client, editor, place):
    made = invited(editor, place)
    answer(client, made)
    assertContains(Client().get(path(made)), GONE, status_code=404)
    with pytest.raises(NoInvitationError):
        accept_as_newcomer(token=token(made), name="B", password=NEW, now=timezone.now())
    with pytest.raises(NoInvitationError):
        accept_signed_in(token=token(made), account=editor, now=timezone.now())


def test_every_link_that_opens_nothing_shows_the_same_page(client, editor, place):
    used, old, withdrawn = (invited(editor, place, email=f"{name}@exemple.fr") for name in "abc")
    accept_as_newcomer(token=token(used), name="A", password=NEW, now=timezone.now())
    Invitation.objects.filter(pk=old.invitation.pk).update(expires_at=timezone.now())
    withdraw_invitation(by=editor, invitation=withdrawn.invitation.pk, now=timezone.now())
    unknown = f"/invitation/{'z' * 43}/"
    pages = [client.get(address) for address in (unknown, path(used), path(old), path(withdrawn))]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert not any(page.cookies for page in pages)
    assert {client.post(address, {"nom": "A"}).status_code for address in (unknown, path(old))} == {404}


def test_what_is_wrong_is_said_and_nothing_typed_is_lost_but_passwords(client, editor, place):
    made = invited(editor, place)
    for fields, said in [
        ({"password": "court", "again": "court"}, "12 caractères"),
        ({"again": "autre chose que cela"}, "différents"),
        ({"nom": ""}, "prénom"),
        ({"nom": "https://exemple.fr"}, "prénom"),
        ({"password": "ana@exemple.fr", "again": "ana@exemple.fr"}, "trop semblable"),
    ]:
        page = answer(client, made, **fields)
        assertContains(page, said)
        assertContains(page, "<title>Erreur :")
        assertNotContains(page, NEW)
    assert not Account.objects.filter(email="ana@exemple.fr").exists()


def test_an_open_account_signs_in_first(client, editor, place):
    ana = factories.account("ana@exemple.fr", is_staff=False)
    made = invited(editor, place)
    page = client.get(path(made))
    assertContains(page, f"/connexion/?next={path(made)}")
    assertNotContains(page, 'type="password"')
    assert answer(client, made).status_code == 403
    ana.refresh_from_db()
    assert ana.check_password(factories.PASSWORD), "whoever has the link does not change the password"
    client.force_login(ana)
    assertContains(client.get(path(made)), "Accepter")
    assertRedirects(client.post(path(made)), "/equipe/")
    assert rights_of(Account.objects.get(pk=ana.pk)).organisations(Role.ADVISER) == {place.pk}


def test_another_account_does_not_accept(client, editor, place):
    made = invited(editor, place)
    client.force_login(editor)
    assertContains(client.get(path(made)), "un autre compte")
    assert client.post(path(made)).status_code == 403
    with pytest.raises(OtherAccountError):
        accept_signed_in(token=token(made), account=editor, now=timezone.now())
    assert editor.memberships.count() == 1


def test_a_closed_account_opens_again_with_this_role_alone(client, editor, place):
    """Else an editor could bring back an administrator, whose password she would not even need."""
    closed = factories.account("ana@exemple.fr", is_staff=True, is_active=False)
    factories.membership(closed, Role.ADMINISTRATOR)
    assertRedirects(answer(client, invited(editor, place)), "/equipe/")
    closed.refresh_from_db()
    assert closed.is_active
    assert not closed.is_staff
    assert [one.role for one in closed.memberships.all()] == [Role.ADVISER]
    assert not rights_of(closed).is_regional


def test_an_invitation_does_not_outlive_the_right_to_send_it(client, editor, place):
    made = invited(editor, place)
    withdraw_membership(by=None, membership=editor.memberships.get().pk)
    assertContains(client.get(path(made)), GONE, status_code=404)
    assert answer(client, made).status_code == 404
    closing = factories.account("lea@exemple.fr", is_staff=False)
    factories.membership(closing, Role.PARTNER_EDITOR, organisation=place)
    made = invited(closing, place)
    Account.objects.filter(pk=closing.pk).update(is_active=False)
    assert client.get(path(made)).status_code == 404


def test_a_refused_password_leaves_the_link_good(client, editor, place, monkeypatch):
    made = invited(editor, place)
    monkeypatch.setattr(invitations, "add_membership", None)
    with pytest.raises(TypeError):
        accept_as_newcomer(token=token(made), name="A", password=NEW, now=timezone.now())
    monkeypatch.undo()
    assert not Account.objects.filter(email="ana@exemple.fr").exists()
    assertRedirects(answer(client, made), "/equipe/")


def test_a_form_without_its_token_is_refused(editor, place):
    strict = Client(enforce_csrf_checks=True)
    assert answer(strict, invited(editor, place)).status_code == 403


# ── keeping, commands


def test_what_ended_is_deleted_after_ninety_days(editor, place):
    now = timezone.now()
    old = invite(by=None, email="a@exemple.fr", role=Role.ADVISER, organisation=place, now=now - KEPT - MONTH)
    waiting = invited(editor, place)
    recent = invite(by=None, email="b@exemple.fr", role=Role.ADVISER, organisation=place, now=now - MONTH)
    assert delete_ended_invitations(now=now) == 1
    left = set(Invitation.objects.values_list("pk", flat=True))
    assert left == {waiting.invitation.pk, recent.invitation.pk}
    assert old.invitation.pk not in left
    call_command("clean_invitations", stdout=(out := StringIO()))
    assert "Invitations supprimées : 0." in out.getvalue()


def test_the_command_prints_the_link_only_without_mail(place, settings):
    arguments = ("account_invite", "ana@exemple.fr", "--role=adviser", f"--organisation={place.slug}")
    call_command(*arguments, stdout=(out := StringIO()))
    assert "/invitation/" in out.getvalue()
    settings.EMAIL_HOST = "localhost"
    call_command(*arguments, stdout=(out := StringIO()))
    assert "/invitation/" not in out.getvalue()
    with pytest.raises(CommandError, match="Choisissez un territoire"):
        call_command("account_invite", "ana@exemple.fr", "--role=coordinator")
    with pytest.raises(CommandError, match="Aucune structure « zzz »"):
        call_command("account_invite", "ana@exemple.fr", "--role=adviser", "--organisation=zzz")


def test_demonstration_accounts_are_for_a_demonstration(place):
    region = place.territories.get().region
    with pytest.raises(CommandError, match="Refusé"):
        call_command("demonstration_accounts")
    assert not Account.objects.exists()
    region.demonstration = True
    region.save()
    call_command("demonstration_accounts", stdout=(out := StringIO()))
    lines = [line.split() for line in out.getvalue().splitlines()[:-1]]
    assert len(lines) == len(Role)
    for email, password, *_words in lines:
        assert email.endswith(".example")
        assert Account.objects.get(email=email).check_password(password)
    call_command("demonstration_accounts", stdout=StringIO())
    assert Account.objects.count() == len(Role), "once each; other passwords"
