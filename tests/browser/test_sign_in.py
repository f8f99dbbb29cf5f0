"""The door of the network, walked by a person on a phone, with and without JavaScript."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, PHONE, Site, serving
from tests.browser.entering import ACCOUNT, MAIL, code
from tests.browser.test_every_page import assert_accessible

NEW = "girafe tambour muraille 42"
OTHERS = "autre phrase assez longue"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def person(request, browser: Browser, site: Site, witness) -> Iterator[BrowserContext]:
    """Someone of the network on a phone."""
    fresh = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    )
    witness.watch(fresh)
    yield fresh
    assert {cookie["name"] for cookie in fresh.cookies()} <= {"csrftoken", "sessionid"}
    fresh.close()


@pytest.fixture
def email(site: Site, request) -> str:
    """The address of a new account without role."""
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    site.python(ACCOUNT, address := f"{name}@exemple.fr", "Béa Morin", PASSWORD)
    return address


def fill_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.fill("#id_email", email)
    page.fill("#id_password", password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def key(page: Page) -> str:
    """Return the secret that a set-up page spells."""
    return page.locator(".key code").inner_text().replace(" ", "")


def test_a_wrong_password_then_the_right_one(person: BrowserContext, email: str, witness):
    page = person.new_page()
    page.goto("/mon-compte/")
    expect(page).to_have_url(re.compile("/connexion/"))
    fill_in(page, email, "faux")
    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    expect(page.locator("#id_email")).to_have_value(email)
    fill_in(page, email)
    expect(page).to_have_url(re.compile("/mon-compte/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status").first).to_contain_text("Vous êtes déconnecté")
    page.goto("/mon-compte/")
    expect(page).to_have_url(re.compile("/connexion/"))


def test_a_forgotten_password(person: BrowserContext, email: str, site: Site, witness):
    witness.expected = ("410 (Gone)",)
    page = person.new_page()
    page.goto("/connexion/")
    page.get_by_role("link", name="Mot de passe oublié").click()
    page.fill("#id_email", email)
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est noté")
    link = re.search(r"/mot-de-passe/nouveau/\S+", "\n".join(site.python(MAIL, email)))[0]
    page.goto(link)
    page.fill("#id_password", "azertyuiop12")
    page.fill("#id_again", "azertyuiop12")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("très courant")
    page.fill("#id_password", NEW)
    page.fill("#id_again", NEW)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("nouveau mot de passe est enregistré")
    fill_in(page, email, NEW)
    expect(page).to_have_url(re.compile("/equipe/$"))
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce lien ne sert plus")


def test_the_second_step_is_set_up_and_asked(person: BrowserContext, email: str, site: Site, tmp_path: Path):
    page = person.new_page()
    page.goto("/connexion/?next=/mon-compte/")
    fill_in(page, email)
    page.get_by_role("link", name="Connexion en deux étapes").click()
    page.get_by_role("link", name="L'activer").click()
    secret = key(page)
    page.fill("#id_code", "000000")
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("alert")).to_contain_text("pas le bon")
    assert key(page) == secret
    page.fill("#id_code", code(secret, later=-1))
    page.get_by_role("button", name="Activer").click()
    expect(page.locator(".codes li code")).to_have_count(10)
    codes = page.locator(".codes li code").all_inner_texts()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Les télécharger").click()
    waiting.value.save_as(tmp_path / "codes.txt")
    assert set(codes) <= set((tmp_path / "codes.txt").read_text(encoding="utf-8").splitlines())
    page.get_by_role("link", name="C'est noté").click()
    page.get_by_role("button", name="Se déconnecter").click()
    fill_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre code")
    page.fill("#id_code", code(secret))
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(re.compile("/equipe/$"))
    page.get_by_role("button", name="Se déconnecter").click()
    fill_in(page, email)
    page.fill("#id_code", codes[3])
    page.get_by_role("button", name="Se connecter").click()
    page.goto("/mon-compte/deux-etapes/")
    expect(page.locator("main")).to_contain_text("9")


def test_who_keeps_the_site_sets_it_up_before_anything(person: BrowserContext, site: Site, request):
    keeper = f"cle-{request.node.callspec.id}@exemple.fr"
    assert site.jalon("account", "add", keeper, "--password-stdin", typed=PASSWORD) == 0
    page = person.new_page()
    page.goto("/equipe/chargements/")
    fill_in(page, keeper)
    expect(page).to_have_url(re.compile("/mon-compte/deux-etapes/activer/"))
    page.goto("/mon-compte/")
    expect(page).to_have_url(re.compile("/mon-compte/deux-etapes/activer/"))
    page.fill("#id_code", code(key(page)))
    page.get_by_role("button", name="Activer").click()
    page.goto("/equipe/chargements/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chargements")


def test_another_device_is_seen_and_closed(person: BrowserContext, browser: Browser, email: str, site: Site):
    phone = browser.new_context(
        base_url=site.address, user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1"
    )
    there = phone.new_page()
    there.goto("/connexion/?next=/mon-compte/")
    fill_in(there, email)
    page = person.new_page()
    page.goto("/connexion/?next=/mon-compte/")
    fill_in(page, email)
    page.get_by_role("link", name="Mes connexions").click()
    expect(page.locator(".connections > li")).to_have_count(2)
    page.get_by_role("button", name="Fermer : Safari sur iPhone").click()
    expect(page.locator(".connections > li")).to_have_count(1)
    there.goto("/mon-compte/")
    expect(there).to_have_url(re.compile("/connexion/"))
    phone.close()


def test_every_page_of_the_account_is_accessible(browser: Browser, site: Site, email: str, witness):
    witness.expected = ("410 (Gone)",)
    context = browser.new_context(base_url=site.address, locale="fr-FR", viewport=PHONE)
    witness.watch(context)
    page = context.new_page()
    for address in (
        "/mot-de-passe/oublie/",
        "/mot-de-passe/oublie/?fait=demande",
        "/mot-de-passe/nouveau/zz-zz/",
    ):
        page.goto(address)
        assert_accessible(page, address)
    page.goto("/connexion/?next=/mon-compte/")
    fill_in(page, email)
    for address in ("", "mot-de-passe/", "connexions/", "deux-etapes/", "deux-etapes/activer/"):
        page.goto(f"/mon-compte/{address}")
        assert_accessible(page, address)
    page.fill("#id_code", code(secret := key(page), later=-1))
    page.get_by_role("button", name="Activer").click()
    assert_accessible(page, "recovery codes")
    page.goto("/mon-compte/deux-etapes/")
    page.get_by_role("button", name="Avoir d'autres").click()
    assert_accessible(page, "second factor, refused")
    page.get_by_role("button", name="Se déconnecter").click()
    fill_in(page, email)
    assert_accessible(page, "/connexion/code/")
    page.fill("#id_code", code(secret))
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(re.compile("/equipe/$"))
    context.close()


# ── another organisation


@pytest.fixture(scope="module")
def elsewhere(site: Site) -> Iterator[tuple[Site, str]]:
    """The same installation, that knows a provider; and the address of that provider."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
            provider = f"http://127.0.0.1:{server.server_port}"
            known = {
                "JALON_OIDC_ISSUER": provider,
                "JALON_OIDC_CLIENT_ID": "jalon",
                "JALON_OIDC_CLIENT_SECRET": OTHERS,
                "JALON_OIDC_NAME": "ProConnect",
            }
            with serving(site.home, {**site.environment, **known}) as also:
                yield also, provider


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_signing_in_with_another_organisation_and_out(browser: Browser, elsewhere, email: str, script: bool):
    also, provider = elsewhere
    who = f"bea-{script}"
    httpx.put(f"{provider}/users/{who}", json={"email": email, "email_verified": True}).raise_for_status()
    context = browser.new_context(
        base_url=also.address, locale="fr-FR", viewport=PHONE, java_script_enabled=script
    )
    refused: list[str] = []
    context.on("console", lambda one: refused.append(one.text) if "Content Security" in one.text else None)
    page = context.new_page()
    page.goto("/connexion/?next=/mon-compte/")
    if script:
        assert_accessible(page, "/connexion/ with another organisation")
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.wait_for_url(f"{provider}/**")
    page.fill("input[name=sub]", who)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{also.address}/mon-compte/")
    expect(page.locator("main")).to_contain_text(email)
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{provider}/oauth2/end_session**")
    page.goto(f"{also.address}/mon-compte/")
    expect(page).to_have_url(re.compile("/connexion/"))
    assert refused == []
    context.close()


def test_someone_unknown_from_another_organisation_is_told_whom_to_ask(browser: Browser, elsewhere):
    also, provider = elsewhere
    httpx.put(
        f"{provider}/users/personne", json={"email": "personne@exemple.fr", "email_verified": True}
    ).raise_for_status()
    context = browser.new_context(base_url=also.address, locale="fr-FR", viewport=PHONE)
    page = context.new_page()
    page.goto("/connexion/")
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.wait_for_url(f"{provider}/**")
    page.fill("input[name=sub]", "personne")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n'avez pas de compte ici")
    assert_accessible(page, "refused")
    context.close()
