"""Who may give which role: nobody ever gives more than she holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.directory.enums import Role
from jalon.directory.permissions.people import can_close, can_invite, can_see_people, can_withdraw
from jalon.directory.rules.inviting import (
    PARTNER_ROLES,
    closing_refusal,
    digest_of,
    gift_refusal,
    hidden,
    name_problem,
    roles_to_give,
)
from jalon.directory.rules.roles import ORGANISATION, SCOPES, TERRITORY, Held, Rights

KEYS = st.integers(1, 4)
# Organisation 1 acts in territory 1, 2 in 1 and 2, 3 in 3, 4 everywhere.
ACTS_IN = {1: frozenset([1]), 2: frozenset([1, 2]), 3: frozenset([3]), 4: frozenset()}


EVERY_GIFT = frozenset(
    Held(role, key if SCOPES[role] == ORGANISATION else None, key if SCOPES[role] == TERRITORY else None)
    for role in Role.values
    for key in ACTS_IN
)


def holdings() -> st.SearchStrategy[Held]:
    """A role held where it counts."""
    return st.sampled_from(sorted(EVERY_GIFT, key=str))


def rights(*held: Held) -> Rights:
    return Rights(frozenset(held), account=1)


def may(someone: Rights, what: Held) -> bool:
    return not gift_refusal(someone, what, acts_in=ACTS_IN.get(what.organisation, ()))


def gifts(someone: Rights) -> set[Held]:
    """Return all that someone may give."""
    return {one for one in EVERY_GIFT if may(someone, one)}


many = st.frozensets(holdings(), max_size=4).map(lambda held: Rights(held, account=1))


@given(many)
def test_what_one_gives_never_opens_more_than_one_could_give(someone):
    """Otherwise an editor could make a coordinator through someone she invited."""
    for gift in gifts(someone):
        assert gifts(rights(gift)) <= gifts(someone)


@given(many)
def test_only_the_region_makes_those_who_act_beyond_an_organisation(someone):
    own = someone.organisations(Role.PARTNER_EDITOR)
    ground = someone.territories(Role.COORDINATOR)
    for gift in gifts(someone):
        if not someone.is_regional:
            assert gift.role in PARTNER_ROLES
            assert gift.organisation in own or not ground.isdisjoint(ACTS_IN[gift.organisation])


@given(many, holdings())
def test_an_administrator_is_made_by_an_administrator(someone, gift):
    if gift.role == Role.ADMINISTRATOR:
        assert may(someone, gift) == someone.holds(Role.ADMINISTRATOR)


@given(many, holdings())
def test_the_roles_offered_are_those_that_may_be_given_somewhere(someone, gift):
    if may(someone, gift):
        assert gift.role in roles_to_give(someone)
        assert can_see_people(someone)


@given(many, holdings())
def test_more_roles_never_open_less(someone, more):
    assert gifts(someone) <= gifts(Rights(someone.held | {more}, account=1))


@given(many, st.sampled_from(Role.values), st.none() | KEYS, st.none() | KEYS)
def test_a_role_is_given_for_what_it_counts_in_only(someone, role, organisation, territory):
    scope = SCOPES[role]
    allowed, reason = can_invite(someone, role, organisation, territory, ACTS_IN.get(organisation, ()))
    assert allowed == (not reason)
    if (organisation is not None) != (scope == ORGANISATION) or (territory is not None) != (
        scope == TERRITORY
    ):
        assert not allowed


@given(many, st.lists(holdings(), max_size=3))
def test_closing_an_account_asks_for_the_right_to_take_each_role(someone, held):
    of_each = [(one, ACTS_IN.get(one.organisation, frozenset())) for one in held]
    allowed = can_close(someone, 2, of_each)
    assert allowed == (all(may(someone, one) for one in held) and (bool(held) or someone.is_regional))
    assert not can_close(someone, 1, of_each), "nobody closes her own here"
    assert closing_refusal(someone, 2, of_each, open_account=False)


@pytest.mark.parametrize(
    ("mine", "gift", "allowed"),
    [
        (Held(Role.REGION_OFFICER), Held(Role.COORDINATOR, None, 2), True),
        (Held(Role.REGION_OFFICER), Held(Role.ADMINISTRATOR), False),
        (Held(Role.REGION_OFFICER), Held(Role.DEVICE_MANAGER, 3), True),
        (Held(Role.COORDINATOR, None, 1), Held(Role.PARTNER_EDITOR, 2), True),
        (Held(Role.COORDINATOR, None, 1), Held(Role.ADVISER, 3), False),
        (Held(Role.COORDINATOR, None, 1), Held(Role.COORDINATOR, None, 1), False),
        (Held(Role.COORDINATOR, None, 1), Held(Role.DEVICE_MANAGER, 1), False),
        (Held(Role.COORDINATOR, None, 1), Held(Role.PARTNER_MEMBER, 4), False),
        (Held(Role.PARTNER_EDITOR, 3), Held(Role.PARTNER_EDITOR, 3), True),
        (Held(Role.PARTNER_EDITOR, 3), Held(Role.PARTNER_MEMBER, 1), False),
        (Held(Role.PARTNER_MEMBER, 3), Held(Role.PARTNER_MEMBER, 3), False),
        (Held(Role.ADVISER, 3), Held(Role.ADVISER, 3), False),
        (Held(Role.DEVICE_MANAGER, 3), Held(Role.PARTNER_MEMBER, 3), False),
    ],
)
def test_who_invites_whom(mine, gift, allowed):
    acts_in = ACTS_IN.get(gift.organisation, ())
    answer, reason = can_invite(rights(mine), *gift, acts_in)
    assert answer == allowed
    assert bool(reason) != allowed
    assert can_withdraw(rights(mine), gift, acts_in) == allowed


@pytest.mark.parametrize(
    "name", ["Gagnez sur https://exemple.fr", "Ana\nBcc", "www.exemple.fr", "<b>Ana", "a@b.fr"]
)
def test_a_name_leads_nowhere(name):
    assert name_problem(name)


def test_a_name_is_a_name():
    assert not name_problem("Anne-Élise d'Ormesson-Nguyễn")


def test_a_link_is_kept_as_a_digest():
    assert len(digest_of("a" * 43)) == 64
    assert digest_of("a" * 43) != digest_of("b" * 43)


@pytest.mark.parametrize("before", ["Not Found: ", "GET /connexion/?next="])
def test_no_link_in_a_journal(before):
    line = f"{before}/invitation/{'a-_' * 14}a/ 404"
    assert hidden(line) == f"{before}/invitation/[adresse cachée]/ 404"
