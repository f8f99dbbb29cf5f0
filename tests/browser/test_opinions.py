"""« Cela vous a aidé ? » and tests by groups: by keyboard, on a phone, with and without script; the team."""

import datetime
import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Witness
from tests.browser.test_every_page import assert_accessible

WORDS = "On ne voit pas le prix. Mon numéro : 06 12 34 56 78"
KEPT = "On ne voit pas le prix. Mon numéro : [numéro masqué]"


def press(page: Page, name: str, role: str = "button") -> None:
    page.get_by_role(role, name=name, exact=role == "button").first.focus()
    page.keyboard.press("Enter")


def test_someone_answers_then_says_why_and_is_led_back(phone: BrowserContext):
    page = phone.new_page()
    page.goto("/formations/?q=boulanger")
    question = page.get_by_role("group", name="Cela vous a aidé ?")
    question.get_by_role("button", name="Non").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Merci, c'est noté.")).to_be_visible()
    page.get_by_label("Pourquoi").fill(WORDS)
    page.get_by_role("combobox", name="Vous êtes").select_option("parent")
    press(page, "Envoyer")
    expect(page.get_by_text("votre message est envoyé")).to_be_visible()
    if "/avis/" in page.url:
        press(page, "Revenir à la page", "link")
    page.wait_for_url("**/formations/?q=boulanger")


def test_the_answer_takes_the_place_of_the_question_and_the_focus(page: Page):
    page.goto("/quel-metier/resultat/?r=3x-0")
    press(page, "Un peu")
    expect(page.get_by_text("Merci, c'est noté.")).to_be_focused()
    expect(page.get_by_role("group", name="Cela vous a aidé ?")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Pourquoi")).to_be_focused()
    page.get_by_label("Pourquoi").evaluate("area => area.removeAttribute('maxlength')")
    page.get_by_label("Pourquoi").fill("é" * 501)
    press(page, "Envoyer")
    expect(page.get_by_role("alert").first).to_contain_text("votre texte en a 501")
    expect(page.get_by_label("Pourquoi")).to_have_value("é" * 501)
    assert_accessible(page, "an opinion refused, in place")
    assert page.url.endswith("/quel-metier/resultat/?r=3x-0")


def test_the_plain_page_is_accessible(plain_page: Page, page: Page):
    plain_page.goto("/comment-y-arriver/D1102/mon-chemin/")
    plain_page.get_by_role("button", name="Oui", exact=True).click()
    plain_page.wait_for_url("**/avis/merci/**")
    page.goto(plain_page.url)
    expect(page.get_by_label("Pourquoi")).to_be_visible()
    assert_accessible(page, "an opinion given, without script")


def test_the_team_reads_what_was_said_and_hides_it(phone: BrowserContext, team_page: Page):
    visitor = phone.new_page()
    visitor.goto("/metiers/D1102/")
    press(visitor, "Non")
    visitor.get_by_label("Pourquoi").fill(WORDS)
    press(visitor, "Envoyer")
    expect(visitor.get_by_text("votre message est envoyé")).to_be_visible()
    team_page.goto("/equipe/")
    press(team_page, "Avis des visiteurs", "link")
    team_page.get_by_label("Page d'un métier").check()
    press(team_page, "Appliquer")
    team_page.wait_for_url("**ecran=**")
    texts = team_page.locator("blockquote").filter(has_text=KEPT)
    expect(texts.first).to_be_visible()
    assert_accessible(team_page, "/equipe/avis/ with opinions")
    before = texts.count()
    with team_page.expect_navigation():
        team_page.locator("li").filter(has=texts.first).get_by_role("button", name="Masquer").press("Enter")
    expect(texts).to_have_count(before - 1)
    with team_page.expect_download() as waiting:
        press(team_page, "Télécharger ces avis", "link")
    assert waiting.value.suggested_filename == "avis.csv"


def prepare(page: Page) -> str:
    """Prepare a test of two tasks; return the link of its participants."""
    page.goto("/equipe/essais/")
    page.get_by_role("link", name="Préparer un test").press("Enter")
    press(page, "Créer le groupe")
    expect(page.get_by_role("alert").first).to_be_focused()
    assert_accessible(page, "a test refused")
    page.get_by_label("Nom du groupe").fill("Classe de 3e")
    last = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=5)
    page.get_by_label("Dernier jour").fill(last.isoformat())
    page.get_by_label("Les tâches").fill("Trouvez un métier dehors.\nTrouvez une formation près de Blois.")
    press(page, "Créer le groupe")
    expect(page.get_by_role("status").first).to_contain_text("Le groupe est prêt")
    return page.get_by_label("L'adresse à donner").input_value()


def choose(page: Page, group: str, name: str) -> None:
    page.get_by_role("group", name=group).get_by_role("radio", name=name, exact=True).check()


def test_a_group_tries_its_tasks_and_the_team_reads_the_results(
    phone: BrowserContext, team_page: Page, page: Page, witness: Witness
):
    link = prepare(team_page)
    person = phone.new_page()
    person.goto(link)
    press(person, "Commencer")
    expect(person.get_by_role("heading", level=1)).to_have_text("Trouvez un métier dehors.")
    with phone.expect_page() as opened:
        person.get_by_role("link", name="Ouvrir le site").press("Enter")
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    opened.value.close()
    choose(person, "Alors", "À moitié")
    choose(person, "Était-ce difficile", "4")
    person.get_by_label("Ce qui vous a gêné").fill("Trop de choix")
    press(person, "Tâche suivante")
    expect(person.get_by_text("Tâche 2 sur 2")).to_be_visible()
    press(person, "Passer cette tâche", "link")
    expect(person.get_by_role("heading", level=1)).to_contain_text("Pour finir")
    choose(person, "encore", "Peut-être")
    address = person.url
    page.goto(link)
    assert_accessible(page, "a test")
    page.goto(re.sub(r"\?.*", "?tache=2", address))
    press(page, "Terminer")
    expect(page.get_by_role("alert").first).to_be_focused()
    assert_accessible(page, "a task refused")
    page.goto(address)
    assert_accessible(page, "the end of a test")
    press(person, "Envoyer")
    expect(person.get_by_role("heading", level=1)).to_contain_text("Merci")
    page.goto(re.sub(r"\?.*", "", address))
    assert_accessible(page, "the thanks of a test")
    team_page.reload()
    expect(team_page.get_by_role("row").nth(1)).to_contain_text("Trouvez un métier dehors.")
    expect(team_page.get_by_role("row").nth(1).get_by_role("cell").nth(1)).to_contain_text("1")
    assert_accessible(team_page, "results of a test")
    press(team_page, "Fermer tout de suite")
    expect(team_page.get_by_role("status").first).to_contain_text("Le test est fermé")
    witness.expected = ("410 (Gone)",)
    person.goto(link)
    expect(person.get_by_role("heading", level=1)).to_have_text("Ce test est terminé")
    team_page.locator("summary").filter(has_text="Supprimer ce groupe").press("Enter")
    press(team_page, "Oui, supprimer tout de suite")
    expect(team_page.get_by_role("status").first).to_contain_text("supprimés")


def test_a_participant_erases_everything(phone: BrowserContext, team_page: Page, witness: Witness):
    link = prepare(team_page)
    person = phone.new_page()
    person.goto(link)
    press(person, "Commencer")
    expect(person.get_by_text("Tâche 1 sur 2")).to_be_visible()
    address = person.url
    press(person, "Arrêter ici", "link")
    press(person, "Envoyer")
    person.locator("summary").filter(has_text="Effacer mes réponses").press("Enter")
    press(person, "Oui, effacer")
    expect(person.get_by_role("status").first).to_contain_text("effacées")
    witness.expected = ("404 (Not Found)",)
    person.goto(address)
    expect(person.get_by_role("heading", level=1)).to_contain_text("n'ouvre pas de test")
