"""Home, the pages about the site, and the pages of failure."""

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings
from pytest_django.asserts import assertContains, assertNotContains
from tests import factories

from jalon.directory.rules.roles import SCOPES
from jalon.portal import views
from jalon.training.models import Feed

PAGES = ("/", "/recherche/", "/sources/", "/mentions-legales/", "/accessibilite/", "/plan-du-site/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("with_region", [False, True])
def test_each_page_stands_before_and_after_the_first_load(client, path, with_region):
    if with_region:
        factories.region(demonstration=True)
    response = client.get(path)
    assert response.status_code == 200
    assertContains(response, '<html lang="fr">')
    assertContains(response, "<h1", count=1)
    assertContains(response, 'href="#contenu"')


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_what_the_security_policy_refuses(client, path):
    factories.region(demonstration=True)
    factories.load()
    response = client.get(path)
    assertNotContains(response, " style=")
    assertNotContains(response, "<style")
    assertNotContains(response, "onclick")
    assert b"<script>" not in response.content
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.django_db
def test_home_offers_the_two_questions_one_search_and_the_helpline(client):
    factories.region()
    response = client.get("/")
    assertContains(response, "/quel-metier/")
    assertContains(response, "/comment-y-arriver/")
    assertContains(response, 'data-suggestions="/recherche/suggestions/"')
    assertContains(response, 'data-suggestions="/pres-de-moi/communes/"')
    assertContains(response, 'href="tel:0800222100"')
    assertContains(response, "appel gratuit")
    for entry in ("/metiers/", "/secteurs/", "/formations/", "/competences/", "/centres-d-interet/"):
        assertContains(response, f'href="{entry}"')


@pytest.mark.django_db
def test_home_without_a_helpline_shows_no_empty_number(client):
    factories.region(helpline_number="", helpline_note="")
    assertNotContains(client.get("/"), "tel:")


@pytest.mark.django_db
def test_a_demonstration_says_so_on_every_page(client):
    factories.region(demonstration=True)
    for path in PAGES:
        assertContains(client.get(path), "Site de démonstration")


@pytest.mark.django_db
def test_sources_show_their_licence_their_figures_and_what_is_an_example(client, django_assert_num_queries):
    factories.region()
    factories.load(read=66273, rejected=2, notes=["Deux lignes sans code."])
    factories.source(slug="demo", title="Fiches d'exemple", demonstration=True)
    client.get("/sources/")
    with django_assert_num_queries(2):
        response = client.get("/sources/")
    assertContains(response, "Licence Ouverte 2.0")
    assertContains(response, "66\u202f273\u00a0lignes lues")
    assertContains(response, "2\u00a0refusées")
    assertContains(response, "Deux lignes sans code.")
    assertContains(response, "données d'exemple", count=1)


@pytest.mark.django_db
def test_a_sender_of_programmes_is_explained_and_its_licence_said_not_to_be_stated(client):
    factories.region()
    source = factories.source(slug="lheo-flux", title="Flux LHÉO « flux »", licence="non précisée")
    Feed.objects.create(source=source, current=1)
    factories.load(source=source, kind="lheo", read=1, created=1, withdrawn=0, rejected=1)
    response = client.get("/sources/")
    assertContains(response, "LHÉO est le format national des offres de formation.")
    assertContains(response, "Licence non précisée")
    figures = "1 formation lue, 1 ajoutée, 0 mise à jour, 0 fermée, 1 rejet."
    assert figures in response.content.decode().replace("\u00a0", " ")


@pytest.mark.django_db
def test_a_sender_whose_first_file_was_refused_is_no_source(client):
    factories.region()
    refused = factories.source(slug="lheo-refus", title="Flux LHÉO « refus »")
    Feed.objects.create(source=refused)
    factories.source(slug="rome", title="Répertoire des métiers")
    response = client.get("/sources/")
    assertContains(response, "Répertoire des métiers")
    assertNotContains(response, "refus")
    assertNotContains(response, "LHÉO")


@pytest.mark.django_db
def test_sources_before_any_load(client):
    assertContains(client.get("/sources/"), "Aucune donnée n'est encore chargée")


@pytest.mark.django_db
def test_legal_says_who_publishes_and_what_is_not_kept(client):
    factories.region(publisher="Région d'essai")
    response = client.get("/mentions-legales/")
    assertContains(response, "Région d&#x27;essai")
    assertContains(response, "Aucun compte, aucun cookie")
    assertContains(response, "jamais en clair")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_staff", "shown"), [(True, "/equipe/chargements/"), (False, "encore aucune page")]
)
def test_the_team_page_shows_what_the_account_opens(client, is_staff, shown):
    client.force_login(factories.account(is_staff=is_staff, name="Ana"))
    response = client.get("/equipe/")
    assertContains(response, shown)
    assertContains(response, "Ana")
    assertContains(response, 'action="/deconnexion/"')
    assert ("/equipe/chargements/" in response.content.decode()) is is_staff


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "opened", "closed"),
    [
        ("region-officer", ["personnes", "avis", "annuaire"], ["messages"]),
        ("coordinator", ["personnes", "journal"], ["chargements", "avis"]),
        ("partner-editor", ["personnes", "annuaire"], ["essais"]),
        ("adviser", ["annuaire", "journal"], ["personnes", "avis"]),
    ],
)
def test_the_home_of_members_shows_what_each_role_opens(client, role, opened, closed):
    account = factories.account(is_staff=False, name="Ana")
    made = {"organisation": factories.organisation, "territory": factories.territory}
    where = {scope: make() for scope, make in made.items() if SCOPES[role] == scope}
    held = factories.membership(account, role, **where)
    client.force_login(account)
    page = client.get("/equipe/")
    assertContains(page, held.get_role_display())
    for name in opened:
        assertContains(page, f'href="/equipe/{name}/"')
        assert client.get(f"/equipe/{name}/").status_code == 200
    for name in closed:
        assertNotContains(page, f'href="/equipe/{name}/"')
        assert client.get(f"/equipe/{name}/").status_code == 403


@pytest.mark.django_db
def test_accessibility_is_honest(client):
    factories.region()
    response = client.get("/accessibilite/")
    assertContains(response, "Non auditée")
    assertContains(response, "orientation@example.org")


def test_robots_are_kept_out_of_suggestions(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    for path in ("/recherche/suggestions/", "/connexion/", "/equipe/"):
        assertContains(response, f"Disallow: {path}\n")


@pytest.mark.django_db
def test_a_page_that_does_not_exist(client):
    response = client.get("/nulle-part/")
    assertContains(response, "Ce chemin ne mène nulle part", status_code=404)


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "code"), [(views.bad_request, 400), (views.forbidden, 403)])
def test_refusals_are_pages_too(view, code):
    response = view(RequestFactory().get("/"), ValueError("x"))
    assert response.status_code == code
    assert f"Erreur {code}" in response.content.decode()


@pytest.mark.django_db
@override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False)
def test_a_failure_is_said_without_the_database():
    with connection.execute_wrapper(refuse):
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Quelque chose est tombé en panne" in response.content.decode()


def refuse(*_):
    raise AssertionError("the page of failure asked the database")
