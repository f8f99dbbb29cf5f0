"""A partner's calendar enters ours: its file is looked at, chosen from, seen to change, stopped."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.test_every_page import assert_accessible

SOON = date.today() + timedelta(30)  # noqa: DTZ011 - a day ahead of whoever reads


def calendar(*titles: str) -> dict[str, object]:
    """Return a file of events, a day after another, with one that cannot be read."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Agenda du CRIA"]
    for number, title in enumerate(titles):
        day = SOON + timedelta(number)
        lines += ["BEGIN:VEVENT", f"UID:{number}@cria.example", f"SUMMARY:{title}"]
        lines += [
            f"DTSTART:{day:%Y%m%d}T140000",
            "DURATION:PT2H",
            "LOCATION:Mairie\\, 37000 Tours",
            "END:VEVENT",
        ]
    lines += [
        "BEGIN:VEVENT",
        "UID:x",
        "SUMMARY:Sans date",
        "DTSTART:bientôt",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    content = "\r\n".join(lines).encode()
    return {"name": "agenda.ics", "mimeType": "text/calendar", "buffer": content}


def test_a_partner_s_calendar_enters_ours_and_leaves(team_page: Page):
    page = team_page
    page.goto("/equipe/agenda/calendriers/")
    assert_accessible(page, "the list of calendars, empty")
    page.get_by_role("link", name="Ajouter un calendrier").click()
    assert_accessible(page, "the form")
    page.get_by_role("button", name="Voir ce calendrier").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez la structure")
    assert_accessible(page, "the form that was refused")
    page.get_by_label("C'est le calendrier de").select_option(index=1)
    page.get_by_label("Ou son fichier").set_input_files(calendar("Atelier de lecture", "Café des apprenants"))
    page.get_by_role("button", name="Voir ce calendrier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Agenda du CRIA")
    expect(page.locator("main")).to_contain_text("Rien n'est encore dans l'agenda")
    assert_accessible(page, "the choice")
    page.get_by_label("Que faire de Café des apprenants").select_option("laisser")
    page.get_by_role("button", name="Appliquer ces choix").click()
    expect(page.get_by_role("status").first).to_contain_text("C'est fait")
    expect(page.locator("dl.particulars")).to_contain_text("1 événement ; 1 laissé de côté")
    page.get_by_label("Le fichier").set_input_files(calendar("Atelier de lecture à voix haute"))
    page.get_by_role("button", name="Envoyer ce fichier").click()
    expect(page.locator("main")).to_contain_text("Mis à jour : Titre.")
    page.get_by_text("1 événement ne peut pas être lu").click()
    expect(page.get_by_text("La date n'est pas écrite comme une date de calendrier.")).to_be_visible()
    assert_accessible(page, "the calendar")
    page.get_by_role("link", name="Arrêter…").click()
    assert_accessible(page, "the end")
    page.get_by_label("Les retirer").check()
    page.get_by_role("button", name="Arrêter ce calendrier").click()
    expect(page.get_by_role("status").first).to_contain_text("n'est plus lu")
