"""The screens of people: what each who looks sees and may do, and what the database is asked."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories

from jalon.directory.enums import Role
from jalon.directory.models import Account, Invitation, Membership, Organisation
from jalon.outbox.models import Message

pytestmark = pytest.mark.django_db
LIST = "/equipe/personnes/"
INVITE = "/equipe/personnes/inviter/"
LIST_QUERIES = 16  # whatever the number of people


def someone(name: str, role: str = "", **where) -> Account:
    account = factories.account(f"{name.lower()}@exemple.fr", is_staff=False, name=name)
    if role:
        factories.membership(account, role, **where)
    return account


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def here():
    """An organisation of a territory."""
    made = factories.organisation("CRIA d'Ici")
    made.territories.add(factories.territory("Ici", slug="ici"))
    return made


@pytest.fixture
def elsewhere():
    made = factories.organisation("CIO d'Ailleurs")
    made.territories.add(factories.territory("Ailleurs", slug="ailleurs"))
    return made


@pytest.fixture
def people(here, elsewhere) -> dict[str, Account]:
    return {
        "Ana": someone("Ana", Role.ADVISER, organisation=here),
        "Bob": someone("Bob", Role.PARTNER_MEMBER, organisation=elsewhere),
        "Élise": someone("Élise", Role.PARTNER_EDITOR, organisation=here),
        "Nul": someone("Nul"),
    }


@pytest.fixture
def keeper() -> Client:
    return signed_in(factories.account("kim@exemple.fr", name="Kim"))


@pytest.fixture
def coordinator(here) -> Client:
    return signed_in(someone("Camille", Role.COORDINATOR, territory=here.territories.get()))


@pytest.fixture
def editor(people) -> Client:
    return signed_in(people["Élise"])


def names(page) -> list[str]:
    return [account.name for account in page.context["page"]]


# ── the list


def test_each_sees_those_whom_she_answers_for(keeper, coordinator, editor, people):
    assert names(keeper.get(LIST)) == ["Ana", "Bob", "Camille", "Kim", "Nul", "Élise"]
    assert names(coordinator.get(LIST)) == ["Ana", "Camille", "Élise"]
    assert names(editor.get(LIST)) == ["Ana", "Élise"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "elise"}, ["Élise"]),
        ({"q": "ana@exemple"}, ["Ana"]),
        ({"q": "cria ici"}, ["Ana", "Élise"]),
        ({"q": "zzz"}, []),
        ({"role": "adviser"}, ["Ana"]),
        ({"role": ["adviser", "partner-editor"]}, ["Ana", "Élise"]),
        ({"role": "administrator"}, ["Kim"]),
        ({"territoire": "ailleurs"}, ["Bob"]),
        ({"territoire": "ici", "role": "partner-editor"}, ["Élise"]),
        ({"territoire": "ailleurs", "role": "partner-editor"}, []),
        ({"territoire": "inconnu"}, []),
        ({"etat": "ferme"}, ["Zoé"]),
    ],
)
def test_the_filters_find(keeper, people, query, found):
    factories.account("zoe@exemple.fr", name="Zoé", is_staff=False, is_active=False)
    page = keeper.get(LIST, query)
    assert names(page) == found
    assert page.context["page"].paginator.count == len(found)


def test_an_organisation_narrows_the_list(keeper, people, here):
    page = keeper.get(LIST, {"structure": here.slug})
    assert names(page) == ["Ana", "Élise"]
    assertContains(page, "Retirer le filtre")


def test_a_filter_says_how_many_it_would_give(keeper, people):
    for query in ({}, {"territoire": "ici"}, {"role": "adviser"}, {"q": "e"}):
        for group in keeper.get(LIST, query).context["groups"]:
            for choice in group.choices:
                asked = {**query, group.name: choice.value}
                assert keeper.get(LIST, asked).context["page"].paginator.count == choice.count, asked


def test_a_coordinator_filters_only_what_she_sees(coordinator, people):
    assert names(coordinator.get(LIST, {"territoire": "ailleurs"})) == []
    assert names(coordinator.get(LIST, {"q": "bob"})) == []
    assertNotContains(coordinator.get(LIST), "Seulement les comptes fermés")


def test_the_list_asks_as_much_for_many_as_for_few(keeper, here, elsewhere, django_assert_max_num_queries):
    for number in range(60):
        someone(f"P{number}", Role.ADVISER, organisation=(here, elsewhere)[number % 2])
    for query in ({}, {"q": "p1", "role": "adviser", "territoire": "ici", "structure": here.slug}):
        with django_assert_max_num_queries(LIST_QUERIES):
            keeper.get(LIST, query)
    page = keeper.get(LIST, {"page": "3"})
    assert len(page.context["page"]) == 11


def test_a_script_receives_the_changing_part_alone(keeper, people):
    page = keeper.get(LIST, {"q": "ana"}, headers={"HX-Request": "true", "HX-Target": "liste"})
    assertContains(page, "Ana")
    assertNotContains(page, "<html")


def test_hostile_filters_break_nothing(keeper, people):
    for value in ("' OR 1=1 --", "<script>", "\x00", "a" * 10_000, "-1", "{{ 1 }}"):
        page = keeper.get(
            LIST, {"q": value, "role": value, "territoire": value, "structure": value, "page": value}
        )
        assert page.status_code == 200
        assertNotContains(page, "<script>")


# ── one person


def test_a_person_shows_what_who_looks_may_do(keeper, coordinator, people, here, elsewhere):
    address = reverse("directory:person", args=[people["Ana"].pk])
    page = keeper.get(address)
    assertContains(page, "Retirer ce rôle")
    assertContains(page, "Fermer ce compte")
    assertContains(page, "connexion en deux étapes")
    assertContains(coordinator.get(address), "Fermer ce compte")
    assertNotContains(coordinator.get(address), "connexion en deux étapes")
    factories.membership(people["Ana"], Role.PARTNER_EDITOR, organisation=elsewhere)
    page = coordinator.get(address)
    assertContains(page, "CIO d&#x27;Ailleurs")
    assertContains(page, "Oui, retirer ce rôle", count=1)
    assertNotContains(page, "Fermer ce compte")


def test_a_role_is_withdrawn_with_a_reason_then_the_person_is_out_of_sight(coordinator, people):
    held = people["Ana"].memberships.get()
    address = reverse("directory:membership_withdraw", args=[people["Ana"].pk, held.pk])
    assertRedirects(coordinator.post(address, {"raison": "Départ"}), f"{LIST}?fait=role")
    assertContains(coordinator.get(f"{LIST}?fait=role"), "Le rôle est retiré")
    assert not people["Ana"].memberships.exists()
    assert coordinator.post(address).status_code == 403


def test_the_last_administrator_is_told_why(people):
    administrator = someone("Aline", Role.ADMINISTRATOR)
    held = administrator.memberships.get()
    address = reverse("directory:membership_withdraw", args=[administrator.pk, held.pk])
    page = signed_in(administrator).post(address)
    assertContains(page, "dernière personne qui administre", status_code=409)
    assert Membership.objects.filter(pk=held.pk).exists()


def test_closing_an_account(keeper, people):
    address = reverse("directory:person_close", args=[people["Ana"].pk])
    theirs = signed_in(people["Ana"])
    assert theirs.get("/equipe/").status_code == 200
    person = reverse("directory:person", args=[people["Ana"].pk])
    assertRedirects(keeper.post(address), f"{person}?fait=ferme")
    assertContains(keeper.get(person), "compte fermé")
    assertNotContains(keeper.get(person), "Proposer un autre rôle")
    assert theirs.get("/equipe/").status_code == 302


# ── inviting


def form(**fields) -> dict[str, str]:
    return {"email": "lea@exemple.fr", "nom": "Léa Essai"} | fields


def test_the_form_offers_what_one_may_give(keeper, coordinator, editor, here, elsewhere):
    assertContains(keeper.get(INVITE), 'value="administrator"')
    page = coordinator.get(INVITE)
    for role, offered in [("adviser", True), ("partner-editor", True), ("coordinator", False)]:
        (assertContains if offered else assertNotContains)(page, f'value="{role}"')
    assertContains(page, here.name.replace("'", "&#x27;"))
    assertNotContains(page, elsewhere.name.replace("'", "&#x27;"))
    assertNotContains(page, 'name="territoire"')
    assertContains(editor.get(INVITE), f'<option value="{here.slug}" selected>', count=1)


def test_an_invitation_is_sent_then_listed(coordinator, here):
    response = coordinator.post(INVITE, form(role="adviser", structure=here.slug))
    assertRedirects(response, f"{LIST}?vue=invitations&fait=attend")
    made = Invitation.objects.get()
    assert (made.email, made.role, made.organisation) == ("lea@exemple.fr", Role.ADVISER, here)
    assert Message.objects.get().to == "lea@exemple.fr"
    page = coordinator.get(f"{LIST}?vue=invitations&fait=attend")
    assertContains(page, "Léa Essai")
    assertContains(coordinator.get(LIST), "1\u00a0invitation en attente")
    again = reverse("directory:invitation_again", args=[made.pk])
    assertRedirects(coordinator.post(again), f"{LIST}?vue=invitations&fait=encore")
    waiting = Invitation.objects.filter(withdrawn_at=None).get()
    assert waiting != made
    withdraw = reverse("directory:invitation_withdraw", args=[waiting.pk])
    assertRedirects(coordinator.post(withdraw), f"{LIST}?vue=invitations&fait=retiree")
    assertContains(coordinator.get(f"{LIST}?vue=invitations"), "Aucune invitation en attente")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choisissez un rôle."),
        ({"role": "adviser"}, "Choisissez une structure."),
        ({"role": "coordinator"}, "Choisissez un territoire."),
        ({"role": "coordinator", "territoire": "zzz"}, "Choisissez un territoire de la liste."),
        ({"role": "region-officer", "email": "lea"}, "Écrivez une adresse complète"),
        ({"role": "region-officer", "email": ""}, "Écrivez une adresse électronique."),
        ({"role": "region-officer", "nom": "https://exemple.fr"}, "le prénom et le nom"),
        ({"role": "zzz"}, "Choisissez un de ces rôles."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(keeper, here, elsewhere, fields, said):
    page = keeper.post(INVITE, form(**fields))
    assertContains(page, said)
    assertContains(page, f'value="{fields.get("nom", "Léa Essai")}"')
    assert not Invitation.objects.exists()


def test_what_the_role_does_not_ask_is_left_aside(keeper, here, elsewhere):
    keeper.post(INVITE, form(role="region-officer", structure=here.slug, territoire="ici"))
    made = Invitation.objects.get()
    assert (made.organisation, made.territory) == (None, None)


@pytest.fixture
def many(here, elsewhere) -> None:
    """More organisations than a list shows."""
    for number in range(30):
        factories.organisation(f"Mission locale numéro {number}")


def test_among_many_an_organisation_is_looked_for_by_name(keeper, many, here):
    assertNotContains(keeper.get(INVITE), "Mission locale numéro")
    page = keeper.post(INVITE, form(role="adviser", structure="mission locale"))
    assertContains(page, "Beaucoup de structures correspondent")
    page = keeper.post(INVITE, form(role="adviser", structure="mission numero 2"))
    assertContains(page, "Plusieurs structures correspondent")
    assertContains(page, 'name="structure_choice"', count=12)
    assertContains(keeper.post(INVITE, form(role="adviser", structure="zzz")), "Aucune de vos structures")
    assert not Invitation.objects.exists()
    keeper.post(INVITE, form(role="adviser", structure="cria ici"))
    assert Invitation.objects.get().organisation == here


def test_the_one_ticked_among_alikes_is_invited_to(keeper, many):
    alike = Organisation.objects.get(name="Mission locale numéro 21")
    keeper.post(INVITE, form(role="adviser", structure="mission numero 2", structure_choice=alike.slug))
    assert Invitation.objects.get().organisation == alike


def test_what_was_chosen_in_the_list_counts_until_the_words_change(keeper, many, here, elsewhere):
    keeper.post(INVITE, form(role="adviser", structure=here.name, structure_code=here.slug))
    assert Invitation.objects.latest("pk").organisation == here
    keeper.post(INVITE, form(role="adviser", structure="CIO", structure_code=here.slug, email="b@exemple.fr"))
    assert Invitation.objects.latest("pk").organisation == elsewhere


def test_suggestions_are_those_of_her_ground(keeper, coordinator, here, elsewhere):
    def labels(client: Client, text: str) -> list[str]:
        found = client.get(f"{INVITE}structures/", {"q": text}).json()["suggestions"]
        return [one["label"] for one in found]

    assert labels(keeper, "c") == [elsewhere.name, here.name]
    assert labels(coordinator, "c") == [here.name]
    assert labels(coordinator, "") == []


def test_someone_who_has_an_account_is_proposed_another_role(keeper, coordinator, people):
    page = keeper.get(INVITE, {"personne": people["Bob"].pk})
    assertContains(page, "bob@exemple.fr")
    assertNotContains(coordinator.get(INVITE, {"personne": people["Bob"].pk}), "bob@exemple.fr")


def test_too_many_invitations_wait(keeper, here):
    for number in range(60):
        keeper.post(INVITE, form(role="region-officer", email=f"a{number}@exemple.fr"))
    assertContains(keeper.post(INVITE, form(role="region-officer")), "Beaucoup d&#x27;invitations")
