"""Routes drawn in Python: what is known is told, and nothing of it becomes markup."""

from datetime import date
from types import SimpleNamespace

from django.test import RequestFactory

from jalon.ui.templatetags.routes import right_list, route_list

NASTY = 'Chez <b>"Rémi"</b> & fils'
ESCAPED = "Chez &lt;b&gt;&quot;Rémi&quot;&lt;/b&gt; &amp; fils"


def step(**said):
    words = dict.fromkeys(("way", "name", "url", "length", "when", "where", "cost", "note", "source"), "")
    return SimpleNamespace(**words | {"doubts": (), "example": False} | said)


def route(*steps, **said):
    words = dict.fromkeys(("title", "goal", "end", "length", "cost", "farthest"), "")
    drawn = {"icon": "school", "bars": [], "years": [], "earning": False, "certain": False}
    return SimpleNamespace(steps=steps, **words | drawn | said)


def drawn(*routes, goal="Maçon", query=""):
    request = RequestFactory().get(f"/comment-y-arriver/F1703/mon-chemin/{query}")
    return route_list({"request": request}, routes, goal)


def test_everything_that_is_said_of_a_route_is_escaped():
    words = dict.fromkeys(("way", "name", "length", "when", "where", "cost", "note", "source"), NASTY)
    whole = step(url="/formations/?a=1&b=2", doubts=(NASTY, NASTY), example=True, **words)
    parts = dict.fromkeys(("title", "goal", "end", "length", "cost", "farthest"), NASTY)
    found = drawn(route(whole, **parts), goal=NASTY)
    assert found.count("Rémi") == found.count(ESCAPED) == 8 + 2 + 6 + 1 + 1
    assert 'href="/formations/?a=1&amp;b=2"' in found
    assert '<span class="tag">exemple</span>' in found


def test_what_is_not_known_is_said_or_left_out():
    found = drawn(route(step(way="À l'école", name="CAP", when="Bientôt", source="Nous"), cost="à demander"))
    assert "Durée inconnue" in found and "Des points à vérifier" in found
    assert "<p>À l&#x27;école</p><p>Bientôt.</p>" in found
    assert '<p class="soft small">Source\xa0: Nous</p>' not in found
    assert '<p class="soft small">Source : Nous</p>' in found
    assert "fini vers" not in found and "Payé tout du long" not in found and "<details" not in found


def test_waiting_is_a_thin_line_of_the_drawing():
    bars = [SimpleNamespace(x=0, width=50, kind="wait"), SimpleNamespace(x=50, width=850, kind="paid")]
    found = drawn(route(bars=bars, years=[300]))
    assert '<rect class="wait" x="0" y="10" width="50" height="4"/>' in found
    assert '<rect class="paid" x="50" y="2" width="850" height="20"/>' in found
    assert '<rect class="year" x="300" y="0" width="2" height="24"/>' in found


def test_each_route_is_kept_by_the_address_of_the_page_and_its_rank():
    found = drawn(route(goal="CAP"), route(goal="BP"), query="?lieu=%3Cb%3E&chemin=9&km=50")
    page = "%2Fcomment-y-arriver%2FF1703%2Fmon-chemin%2F%3Flieu%3D%253Cb%253E%26chemin%3D{}%26km%3D50"
    assert [found.count(page.format(number)) for number in (1, 2, 9)] == [1, 1, 0]


def test_rights_say_when_they_were_written_and_where_to_check_them():
    origin = SimpleNamespace(title=NASTY, url="https://example.org/?a=1&b=2")
    right = SimpleNamespace(name=NASTY, text=NASTY, to_check=True, origin=origin)
    found = right_list([right], date(2026, 11, 22))
    assert found.count(ESCAPED) == 3
    assert "Écrit le 22 novembre 2026" in found and "Cette règle a pu changer." in found
    assert 'href="https://example.org/?a=1&amp;b=2"' in found
