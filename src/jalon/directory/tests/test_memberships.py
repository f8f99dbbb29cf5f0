"""Roles given and taken away, accounts closed; never the last administrator's."""

import threading
from itertools import permutations

import pytest
from django.db import connection
from tests import factories

from jalon.directory.enums import Role
from jalon.directory.models import Account, Membership
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services.memberships import (
    LastAdministratorError,
    MembershipError,
    NotTheirsError,
    close_person,
    grant_membership,
    withdraw_membership,
)
from jalon.directory.signals import acted

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What the directory told of its acts."""
    acts: list[dict] = []

    def listen(sender, signal, **act):
        acts.append(act)

    acted.connect(listen)
    yield acts
    acted.disconnect(listen)


def someone(name: str = "", role: str = "", **where) -> Account:
    account = factories.account(is_staff=False, name=name)
    if role:
        factories.membership(account, role, **where)
    return account


@pytest.fixture
def administrator() -> Account:
    return someone("Aline", Role.ADMINISTRATOR)


@pytest.fixture
def place():
    made = factories.organisation("CRIA d'essai")
    made.territories.add(factories.territory("Ici"))
    return made


def test_a_role_is_given_once_and_told(administrator, place, told):
    ana = someone("Ana")
    first = grant_membership(by=administrator, account=ana, role=Role.ADVISER, organisation=place)
    again = grant_membership(by=administrator, account=ana, role=Role.ADVISER, organisation=place)
    assert first == again
    assert first.granted_by == administrator
    (act,) = told
    assert act["verb"] == "directory.membership.granted"
    assert act["said"] == "a donné le rôle « Conseil – CRIA d'essai » à Ana"
    assert act["organisation"] == place
    assert rights_of(Account.objects.get(pk=ana.pk)).organisations(Role.ADVISER) == {place.pk}


def test_nobody_gives_what_she_does_not_hold(place):
    editor = someone(role=Role.PARTNER_EDITOR, organisation=factories.organisation())
    with pytest.raises(NotTheirsError):
        grant_membership(by=editor, account=someone(), role=Role.ADVISER, organisation=place)
    assert Membership.objects.count() == 1


def test_a_role_stands_where_it_counts(administrator, place):
    with pytest.raises(MembershipError, match="structure"):
        grant_membership(by=administrator, account=someone(), role=Role.ADVISER)
    with pytest.raises(MembershipError, match="territoire"):
        grant_membership(by=None, account=someone(), role=Role.COORDINATOR)


def test_a_closed_account_is_given_nothing(administrator, place):
    closed = factories.account(is_staff=False, is_active=False)
    with pytest.raises(MembershipError, match="fermé"):
        grant_membership(by=administrator, account=closed, role=Role.ADVISER, organisation=place)


def test_a_role_is_taken_away_with_its_reason(administrator, place, told):
    ana = someone("Ana", Role.PARTNER_MEMBER, organisation=place)
    withdraw_membership(by=administrator, membership=ana.memberships.get().pk, why="Elle change de métier.")
    assert not ana.memberships.exists()
    assert told[0]["why"] == "Elle change de métier."
    assert told[0]["thing"] == ana
    withdraw_membership(by=administrator, membership=0)
    assert len(told) == 1


def test_who_may_not_give_may_not_take_away(place):
    held = someone("Ana", Role.PARTNER_EDITOR, organisation=place).memberships.get()
    for role, where in [
        (Role.PARTNER_MEMBER, {"organisation": place}),
        (Role.PARTNER_EDITOR, {"organisation": factories.organisation()}),
        (Role.COORDINATOR, {"territory": factories.territory("Ailleurs")}),
    ]:
        with pytest.raises(NotTheirsError):
            withdraw_membership(by=someone(role=role, **where), membership=held.pk)
    withdraw_membership(
        by=someone(role=Role.COORDINATOR, territory=place.territories.get()), membership=held.pk
    )


def test_the_last_administrator_stays(administrator):
    held = administrator.memberships.get()
    with pytest.raises(LastAdministratorError):
        withdraw_membership(by=administrator, membership=held.pk)
    factories.account(is_staff=False, is_active=False)
    closed = someone(role=Role.ADMINISTRATOR)
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(LastAdministratorError):
        withdraw_membership(by=None, membership=held.pk)
    other = someone(role=Role.ADMINISTRATOR)
    withdraw_membership(by=other, membership=held.pk)
    with pytest.raises(LastAdministratorError):
        withdraw_membership(by=other, membership=other.memberships.get().pk)


def test_someone_who_keeps_the_installation_counts_as_an_administrator(administrator):
    factories.account(is_staff=True)
    withdraw_membership(by=administrator, membership=administrator.memberships.get().pk)


def test_closing_takes_every_role_away(administrator, place, told):
    ana = someone("Ana", Role.PARTNER_MEMBER, organisation=place)
    factories.membership(ana, Role.COORDINATOR, territory=place.territories.get())
    close_person(by=administrator, account=ana.pk, why="Départ")
    ana.refresh_from_db()
    assert not ana.is_active
    assert not ana.memberships.exists()
    (act,) = told
    assert (act["verb"], act["said"], act["why"]) == (
        "directory.account.closed",
        "a fermé le compte de Ana",
        "Départ",
    )
    assert act["organisation"] == place


def test_closing_asks_for_the_right_to_take_everything(place):
    ana = someone("Ana", Role.PARTNER_MEMBER, organisation=place)
    factories.membership(ana, Role.PARTNER_MEMBER, organisation=factories.organisation("Ailleurs"))
    coordinator = someone(role=Role.COORDINATOR, territory=place.territories.get())
    with pytest.raises(NotTheirsError):
        close_person(by=coordinator, account=ana.pk)
    officer = someone(role=Role.REGION_OFFICER)
    with pytest.raises(NotTheirsError):
        close_person(by=officer, account=factories.account(is_staff=True).pk)
    with pytest.raises(NotTheirsError):
        close_person(by=officer, account=officer.pk)
    close_person(by=officer, account=ana.pk)
    with pytest.raises(NotTheirsError):
        close_person(by=officer, account=ana.pk)


def test_closing_someone_who_keeps_the_installation_ends_that_too(administrator):
    keeper = factories.account(is_staff=True)
    close_person(by=administrator, account=keeper.pk)
    keeper.refresh_from_db()
    assert not keeper.is_staff, "an account opened again holds what the new invitation gives"


def test_an_act_that_cannot_be_told_is_not_done(administrator, place):
    def refuse(**act):
        raise RuntimeError

    acted.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            grant_membership(by=administrator, account=someone(), role=Role.ADVISER, organisation=place)
    finally:
        acted.disconnect(refuse)
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_two_administrators_cannot_remove_each_other_at_once():
    administrators = [someone(name, Role.ADMINISTRATOR) for name in ("Aline", "Bruno")]
    ready = threading.Barrier(2)
    refused = []

    def remove(by: Account, other: Account) -> None:
        try:
            ready.wait()
            withdraw_membership(by=by, membership=other.memberships.get().pk)
        except (LastAdministratorError, NotTheirsError) as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in permutations(administrators)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1
