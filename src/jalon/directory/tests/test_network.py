"""The directory of the network as its members read it and keep it right."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.models import Contact, Organisation
from jalon.search.selectors import search

pytestmark = pytest.mark.django_db
BOOK = "/equipe/annuaire/"


@pytest.fixture
def tours() -> Organisation:
    """An organisation of a territory, with a contact and another to identify."""
    place = factories.organisation("Mission locale de Tours", slug="ml-tours")
    place.territories.add(factories.territory("Touraine", slug="touraine"))
    contact(place, "Alternance", "Inès Dûpré")
    contact(place, "Forums", "")
    return place


def contact(place: Organisation, task: str, name: str, **fields) -> Contact:
    values = {"email": "ana@exemple.fr" if name else "", "confirmed_on": timezone.localdate()}
    return Contact.objects.create(organisation=place, task=task, name=name, **values | fields)


@pytest.fixture
def sign_in(client):
    """Sign someone in with one role, and return her browser."""

    def signed(role: str, **where):
        account = factories.account(is_staff=False, name="Ana Essai")
        factories.membership(account, role, **where)
        client.force_login(account)
        return client

    return signed


@pytest.fixture
def region(sign_in):
    return sign_in("region-officer")


def test_the_list_opens_on_the_territories_where_one_works(tours, sign_in):
    territory = tours.territories.get()
    for role, where in (
        ("coordinator", {"territory": territory}),
        ("partner-member", {"organisation": tours}),
    ):
        assertRedirects(sign_in(role, **where).get(BOOK), f"{BOOK}?territoire=touraine")


def test_the_region_sees_everything_at_first(tours, region):
    factories.organisation("CIO d'ailleurs", kind="cio")
    page = region.get(BOOK)
    assertContains(page, "Mission locale de Tours")
    assertContains(page, "CIO d&#x27;ailleurs")
    assertContains(page, "Inès Dûpré")
    assertContains(page, "Contact à identifier")


@pytest.mark.parametrize("text", ["ines", "DUPRE alternance", "tours", "mission locale forums"])
def test_any_word_finds_without_accents(tours, region, text):
    factories.organisation("CIO de Blois", kind="cio")
    page = region.get(BOOK, {"q": text})
    assertContains(page, "1\u00a0structure<")
    assertContains(page, "Mission locale de Tours")


def test_what_finds_nobody_says_what_to_try(tours, region):
    assertContains(region.get(BOOK, {"q": "zzz"}), "Personne ne répond à cette recherche")


def test_filters_narrow_and_an_organisation_without_territory_acts_everywhere(tours, region):
    factories.organisation("Partout", kind="carif-oref")
    elsewhere = factories.organisation("Loin", kind="cio")
    elsewhere.territories.add(factories.territory("Berry", slug="berry"))
    page = region.get(BOOK, {"territoire": "touraine"})
    assertContains(page, "Mission locale de Tours")
    assertContains(page, "Partout")
    assertNotContains(page, "Loin")
    assertContains(region.get(BOOK, {"reseau": "cio"}), "Loin")
    assertNotContains(region.get(BOOK, {"etat": "a-identifier"}), "Loin")
    assertContains(region.get(BOOK, {"territoire": "touraine", "q": "zzz"}), "« zzz »")


def test_a_contact_silent_for_long_is_said_to_confirm(tours, region):
    long_ago = timezone.localdate() - datetime.timedelta(days=500)
    contact(tours, "Accueil", "Omar Sy-Tours", confirmed_on=long_ago)
    assertContains(region.get(BOOK, {"etat": "a-confirmer"}), "À confirmer</span>")


def test_withdrawn_organisations_and_contacts_are_not_listed(tours, region):
    factories.organisation("Fermée", withdrawn=True)
    contact(tours, "Ancien", "Partie", withdrawn=True)
    page = region.get(BOOK)
    assertNotContains(page, "Fermée")
    assertNotContains(page, "Partie")


def test_htmx_gets_the_list_alone(tours, region):
    page = region.get(BOOK, {"q": "tours"}, headers={"HX-Request": "true"})
    assertNotContains(page, "<html")
    assertContains(page, 'id="resultats"')
    assertContains(page, "structure trouvée")
    assert "HX-Request" in page.headers["Vary"]


def test_the_same_number_of_queries_however_long_the_list(tours, region, django_assert_max_num_queries):
    def measure(most: int) -> None:
        cache.clear()
        with django_assert_max_num_queries(most), readonly():
            region.get(
                BOOK, {"q": "e", "territoire": "touraine", "reseau": "mission-locale", "etat": "a-identifier"}
            )

    measure(16)
    territory = tours.territories.get()
    for at in range(25):
        place = factories.organisation(f"Mission {at}")
        place.territories.add(territory)
        for one in range(5):
            contact(place, f"Tâche {one}", "Élise" if one else "")
    measure(16)


def test_the_page_to_print_holds_all_in_one_piece(tours, region):
    for at in range(25):
        factories.organisation(f"CIO {at:02}", kind="cio")
    page = region.get(f"{BOOK}imprimer/", {"reseau": "cio"})
    assertContains(page, '<article class="network-line">', count=25)


def test_a_member_reads_who_may_complete_a_contact(tours, sign_in):
    territory = tours.territories.get()
    factories.membership(
        factories.account(is_staff=False, name="Éva Éditrice"), "partner-editor", organisation=tours
    )
    factories.membership(
        factories.account(is_staff=False, name="Coralie"), "coordinator", territory=territory
    )
    factories.membership(
        factories.account(is_staff=False, name="Fermée", is_active=False),
        "partner-editor",
        organisation=tours,
    )
    page = sign_in("adviser", organisation=tours).get(f"{BOOK}structures/ml-tours/")
    assertContains(page, "Peut le compléter : Éva Éditrice, Coralie (coordination Touraine), la Région.")
    assertNotContains(page, "Modifier la structure")
    assertNotContains(page, "Ajouter un contact")


def test_the_public_page_says_nothing_of_contacts(tours, region):
    page = region.get("/lieux/ml-tours/")
    assertNotContains(page, "Inès")
    assertNotContains(page, "annuaire")


def test_an_editor_adds_corrects_and_withdraws_a_contact(tours, sign_in, told):
    client = sign_in("partner-editor", organisation=tours)
    sent = {
        "fonction": "Salons",
        "nom": "Léa Neuve",
        "courriel": "lea@exemple.fr",
        "telephone": "+33 261910001",
    }
    added = client.post(f"{BOOK}structures/ml-tours/contact/", sent, follow=True)
    assertContains(added, "Le contact est ajouté.")
    made = Contact.objects.get(task="Salons")
    assert (made.phone, made.confirmed_on) == ("02 61 91 00 01", timezone.localdate())
    corrected = client.post(f"{BOOK}contacts/{made.pk}/", {**sent, "nom": "Léa Autre"}, follow=True)
    assertContains(corrected, "Léa Autre")
    client.post(f"{BOOK}contacts/{made.pk}/retirer/")
    assert not Contact.objects.filter(task="Salons").exists()
    assert [(act["verb"], act["said"], act["changes"]) for act in told] == [
        ("directory.contact.added", "a ajouté le contact « Salons » de Mission locale de Tours", {}),
        (
            "directory.contact.changed",
            "a corrigé le contact « Salons » de Mission locale de Tours",
            {"Nom": ("renseigné", "modifié")},
        ),
        ("directory.contact.withdrawn", "a retiré le contact « Salons » de Mission locale de Tours", {}),
    ]
    assert {act["thing"] for act in told} == {tours}, "an act on the organisation, that names nobody"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(tours, sign_in):
    client = sign_in("partner-editor", organisation=tours)
    page = client.post(
        f"{BOOK}structures/ml-tours/contact/", {"nom": "Léa", "telephone": "12", "courriel": "léa"}
    )
    assertContains(page, "Écrivez ce que fait cette personne.")
    assertContains(page, "dix chiffres")
    assertContains(page, "comme nom@exemple.fr")
    assertContains(page, 'value="Léa"')
    unreachable = client.post(f"{BOOK}structures/ml-tours/contact/", {"fonction": "x", "nom": "Léa"})
    assertContains(unreachable, "on ne peut pas la joindre")


def test_a_contact_is_confirmed_by_one_button(tours, sign_in):
    old = contact(tours, "Accueil", "Omar", confirmed_on=datetime.date(2024, 1, 1))
    Contact.objects.filter(pk=old.pk).update(silent_since=datetime.date(2025, 1, 1), ask_digest="x")
    client = sign_in("coordinator", territory=tours.territories.get())
    assertContains(client.get(f"{BOOK}structures/ml-tours/"), "toujours juste")
    client.post(f"{BOOK}contacts/{old.pk}/juste/")
    old.refresh_from_db()
    assert (old.confirmed_on, old.silent_since, old.ask_digest) == (timezone.localdate(), None, "")


def test_a_contact_of_the_folder_withdrawn_by_hand_is_emptied_and_kept(tours, sign_in):
    of_folder = contact(
        tours, "Accueil", "Omar", source=factories.source(), slug="omar", phone="02 61 91 00 01"
    )
    sign_in("partner-editor", organisation=tours).post(f"{BOOK}contacts/{of_folder.pk}/retirer/")
    of_folder.refresh_from_db()
    assert of_folder.withdrawn
    assert (of_folder.name, of_folder.email, of_folder.phone, of_folder.folded) == ("", "", "", "accueil")


def test_two_who_withdraw_the_same_contact_are_both_led_back(tours, sign_in):
    gone = Contact.objects.get(task="Alternance").pk
    client = sign_in("partner-editor", organisation=tours)
    client.post(f"{BOOK}contacts/{gone}/retirer/")
    assert client.post(f"{BOOK}contacts/{gone}/retirer/").status_code == 404


FACTS = {"publics": "Tous", "services": "Parler\nS'informer", "horaires": "Le lundi", "site": "exemple.fr"}


def test_an_editor_changes_the_facts_of_her_organisation(tours, sign_in, told):
    client = sign_in("partner-editor", organisation=tours)
    page = client.post(f"{BOOK}structures/ml-tours/modifier/", FACTS, follow=True)
    assertContains(page, "est changé.")
    tours.refresh_from_db()
    assert (tours.audience, tours.services) == ("Tous", ["Parler", "S'informer"])
    assert (tours.opening, tours.website) == ("Le lundi", "https://exemple.fr")
    assert [act["verb"] for act in told] == ["directory.organisation.changed"]
    assert told[0]["changes"]["Horaires"] == ("", "Le lundi")
    assert tours.territories.exists(), "an editor does not touch them"
    client.post(f"{BOOK}structures/ml-tours/modifier/", FACTS)
    assert len(told) == 1, "nothing changed"


def test_only_the_region_changes_territories(tours, region, sign_in):
    factories.territory("Berry", slug="berry")
    region.post(f"{BOOK}structures/ml-tours/modifier/", FACTS | {"territoires": ["berry"]})
    assert [one.slug for one in tours.territories.all()] == ["berry"]
    editor = sign_in("partner-editor", organisation=tours)
    editor.post(f"{BOOK}structures/ml-tours/modifier/", FACTS | {"territoires": ["touraine"]})
    assert [one.slug for one in tours.territories.all()] == ["berry"]


NEW = {"nom": "CIO neuf", "reseau": "cio", "commune": "Blois", "publics": "Les élèves"}


def covered(territory, code: str = "41") -> None:
    """Let a territory cover a département."""
    territory.departements.add(code)


def test_a_coordinator_adds_an_organisation_of_her_territory_only(tours, sign_in):
    touraine = tours.territories.get()
    covered(touraine)
    client = sign_in("coordinator", territory=touraine)
    page = client.post(f"{BOOK}ajouter/", NEW, follow=True)
    assertContains(page, "La structure est dans l")
    made = Organisation.objects.get(name="CIO neuf")
    assert (made.slug, made.source.slug) == ("cio-neuf", "annuaire")
    assert list(made.territories.all()) == [touraine]
    assert search("CIO neuf", kinds=("organisation",)).hits[0].code == "cio-neuf"
    factories.commune("Bourges", insee_code="18033", postal_codes=("18000",))
    covered(factories.territory("Cher"), "18")
    page = client.post(f"{BOOK}ajouter/", NEW | {"nom": "CIO loin", "commune": "Bourges 18000"})
    assertContains(page, "le territoire Cher")
    assert not Organisation.objects.filter(name="CIO loin").exists()


def test_a_double_is_said_before_it_is_written(tours, region):
    sent = NEW | {"nom": "mission LOCALE de tours"}
    page = region.post(f"{BOOK}ajouter/", sent)
    assertContains(page, "Est-elle déjà là")
    assertContains(page, "même nom")
    assert Organisation.objects.count() == 1
    region.post(f"{BOOK}ajouter/", sent | {"sur": "on"})
    assert sorted(Organisation.objects.values_list("slug", flat=True)) == [
        "mission-locale-de-tours",
        "ml-tours",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Nulle-part", "Commune inconnue"),
        ("Saint-Jean", "écrivez aussi son code postal"),
        ("", "Écrivez sa commune."),
    ],
)
def test_a_commune_that_is_not_clear_is_asked_again(tours, region, typed, said):
    factories.commune("Saint-Jean", insee_code="41201", postal_codes=("41200",))
    factories.commune("Saint-Jean", insee_code="41202", postal_codes=("41300",))
    assertContains(region.post(f"{BOOK}ajouter/", NEW | {"commune": typed}), said)
    region.post(f"{BOOK}ajouter/", NEW | {"commune": "St Jean (41300)"})
    assert Organisation.objects.get(name="CIO neuf").commune_id == "41202"


def test_erasing_a_name_in_bulk_erases_it_from_the_search(tours, region):
    Contact.objects.filter(name="Inès Dûpré").update(name="", email="")
    assert Contact.objects.get(task="Alternance").folded == "alternance"
    assertContains(region.get(BOOK, {"q": "dupre"}), "Personne ne répond")
