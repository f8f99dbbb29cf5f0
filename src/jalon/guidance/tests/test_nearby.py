"""How far one goes: asked, counted around the commune, shown and listed; and the four ways to begin."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests.readonly import readonly

from jalon.guidance.rules.answers import Answers, Factor
from jalon.guidance.rules.matching import NO_SESSION
from jalon.guidance.selectors.matching import rank
from jalon.guidance.selectors.nearby import nearby, reach
from jalon.guidance.views.matches import _row
from jalon.training.rules.asking import Asked
from jalon.training.selectors.searching import count_found

pytestmark = pytest.mark.usefixtures("live_region")
CHOICES, MATCHES, START = "/quel-metier/choix/", "/quel-metier/metiers/", "/quel-metier/"
TOURS = "37261"


def near_tours(km: int | None):
    return nearby(Answers(commune=TOURS, kilometres=km), today=timezone.localdate())


def test_a_distance_is_one_that_the_list_offers():
    assert [reach(km) for km in (None, 0, 10, 20, 37, 100, 101)] == [None, 0, 10, 20, 50, 100, None]


@pytest.mark.parametrize("km", [10, 30, 100, None])
def test_what_is_counted_is_what_the_linked_list_shows(client, km):
    near = near_tours(km)
    code = max(near.counts, key=lambda one: (near.counts[one], one))
    asked = Asked(occupation=code) if km is None else Asked(occupation=code, commune=TOURS, radius=km)
    assert near.counts[code] == count_found(asked, today=timezone.localdate()) > 0
    assertContains(client.get(near.url(code)), "Formations pour devenir")


def test_without_a_commune_nothing_is_known_and_nothing_moves():
    assert nearby(Answers(kilometres=30), today=timezone.localdate()) is None
    assert nearby(Answers(commune="99999", kilometres=30), today=timezone.localdate()) is None
    without = rank(Answers(text="aider")).explain("D1102")
    assert next(line for line in without.lines if line.factor is Factor.NEAR).score is None


def test_more_ways_around_never_lower_an_occupation():
    answers = Answers(text="j'aime le pain", commune=TOURS, kilometres=30)
    few = rank(answers, sessions={"D1102": 1})
    more = rank(answers, sessions={"D1102": 5})
    place = few.matter.position["D1102"]
    assert few.columns[Factor.NEAR][place] < more.columns[Factor.NEAR][place]
    assert few.scores[place] < more.scores[place]
    other = few.matter.position["G1602"]
    assert few.columns[Factor.NEAR][other] == NO_SESSION


def test_the_ranking_says_how_many_where_and_leads_to_them(client):
    near = near_tours(30)
    with readonly():
        response = client.get(MATCHES, {"mots": "j'aime le pain", "commune": TOURS, "km": "30"})
    number = near.counts["D1102"]
    assertContains(response, f"{number} formations à 30 km au plus de Tours")
    assertContains(response, f'href="/formations/?metier=D1102&amp;commune={TOURS}"')
    assertContains(response, 'id="poids-near"')
    everywhere = client.get(MATCHES, {"mots": "j'aime le pain", "commune": TOURS})
    assertContains(everywhere, f"{near_tours(None).counts['D1102']} formations partout dans nos données")
    assertContains(everywhere, 'href="/formations/?metier=D1102"')
    assertNotContains(client.get(MATCHES, {"mots": "j'aime le pain"}), 'id="poids-near"')


def test_a_commune_that_is_not_known_is_said(client):
    response = client.get(MATCHES, {"mots": "pain", "commune": "99999", "km": "30"})
    assertContains(response, "Nous ne connaissons pas la commune")


def test_a_typed_commune_becomes_its_code(client):
    query = {"mots": "pain", "lieu": "tours", "commune": "", "km": "30", "choisir": "1"}
    assertRedirects(client.get(MATCHES, query), f"{MATCHES}?mots=pain&commune={TOURS}&km=30")
    kept = {"mots": "pain", "lieu": "Tours", "commune": TOURS, "km": "", "choisir": "1"}
    assertRedirects(client.get(MATCHES, kept), f"{MATCHES}?mots=pain&commune={TOURS}")
    emptied = {"mots": "pain", "lieu": " ", "commune": TOURS, "km": "30", "choisir": "1"}
    assertRedirects(client.get(MATCHES, emptied), f"{MATCHES}?mots=pain")


def test_a_name_that_may_mean_several_communes_gives_the_choice_and_keeps_the_rest(client):
    query = {"mots": "pain", "sans": "nights", "lieu": "saint", "commune": "", "km": "50", "choisir": "1"}
    response = client.get(MATCHES, query)
    assertRedirects(response, f"{CHOICES}?mots=pain&km=50&sans=nights&lieu=saint#ou")
    page = client.get(response.url)
    assertContains(page, "De quelle commune parlez-vous ?")
    assertContains(page, f'href="{MATCHES}?mots=pain&amp;commune=37214&amp;km=50&amp;sans=nights"')
    assertContains(page, '<option value="50" selected>')
    assertContains(page, f'href="{MATCHES}?mots=pain&amp;sans=nights"')


def test_a_place_that_is_not_known_is_an_error_beside_its_field(client):
    page = client.get(CHOICES, {"lieu": "zzzz", "vise": "4"})
    assertContains(page, "Nous ne connaissons pas")
    assertContains(page, 'aria-invalid="true"')
    assertContains(page, 'value="zzzz"')
    assertContains(page, '<option value="4" selected>')


def test_the_commune_said_before_is_shown_and_its_distance(client):
    page = client.get(CHOICES, {"commune": TOURS, "km": "10"})
    assertContains(page, 'name="lieu" value="Tours"')
    assertContains(page, f'name="commune" value="{TOURS}"')
    assertContains(page, '<option value="10" selected>')
    assertContains(client.get(CHOICES, {"commune": TOURS}), '<option value="" selected>Partout')
    assertContains(client.get(CHOICES), '<option value="30" selected>')


# ── the four ways to begin, and going back to each


def test_the_entry_page_has_one_main_action_and_four_ways_to_begin(client):
    page = client.get(START)
    assertContains(page, 'class="button" ', count=1)
    for address in ("/quel-metier/phrases/", "/quel-metier/competences/", CHOICES):
        assertContains(page, f'href="{address}"')
    assertContains(page, f'action="{MATCHES}"')
    assertContains(page, 'name="mots"')


def test_an_empty_profile_says_what_to_do(client):
    page = client.get(MATCHES)
    assertContains(page, "Dites-nous d'abord quelque chose")
    assertContains(page, 'class="button" href="/quel-metier/phrases/"')
    for address in ("/quel-metier/competences/", CHOICES, f"{CHOICES}#mots"):
        assertContains(page, f'href="{address}"')


def test_each_question_can_be_changed_without_losing_the_others(client):
    said = "aime=R100&mots=pain&vise=4&commune=37261&km=30&fait=D1102&n=30&r=3x"
    page = client.get(f"{MATCHES}?{said}")
    kept = said.replace("&", "&amp;")
    for address in ("/quel-metier/phrases/", "/quel-metier/competences/", CHOICES):
        assertContains(page, f'href="{address}?{kept}"')
    assertContains(page, "Faire de ses mains")
    assertContains(page, "1 expérience")
    assertContains(page, "Les études, la distance")


def test_the_statements_keep_what_was_said_elsewhere(client):
    said = {"fait": "D1102", "commune": TOURS, "km": "30", "r": "3", "n": "12"}
    page = client.get("/quel-metier/phrases/", said)
    assertContains(page, '<input type="hidden" name="fait" value="D1102">')
    response = client.get("/quel-metier/phrases/", {**said, "etape": "2", "s12": "3", "vers": "suite"})
    assertContains(client.get(response.url), f"commune={TOURS}&amp;km=30&amp;fait=D1102&amp;n=12&amp;r=3")


def test_what_is_neither_for_nor_against_is_not_said_unknown():
    ranking = rank(Answers(interests={"R": 0.5, "A": 0.5, "I": 0.5, "S": 0.5, "E": 0.5, "C": 0.5}))
    line = ranking.explain("D1102").lines[0]
    assert (line.matches, line.misses, line.unknown) == ((), (), ())
    assert _row(line).words == "Ni pour ni contre"
    silent = rank(Answers(text="xylophone")).explain("D1102")
    words = next(line for line in silent.lines if line.factor is Factor.WORDS)
    assert _row(words).words == "On ne sait pas"


def test_the_way_starts_from_what_was_said(client):
    said = {"mots": "pain", "niveau": "3", "commune": TOURS, "km": "30", "fait": "D1102"}
    page = client.get(MATCHES, said)
    address = "/comment-y-arriver/D1102/mon-chemin/?niveau=3&amp;commune=37261&amp;km=30&amp;fait=D1102"
    assertContains(page, f'href="{address}"')
    assertContains(client.get(MATCHES, {"mots": "pain"}), 'href="/comment-y-arriver/D1102/"')


# ── the command


def matched(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("match", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_words_are_understood_as_what_one_did_or_knows_how_to_do():
    out, err = matched("--skills", "caissière, garder des enfants, zzqq", "--limit", "3")
    assert "« caissière » : avoir fait : Caissier / Caissière" in err
    assert "« garder des enfants » : avoir fait : Assistant maternel" in err
    assert "Rien trouvé pour « zzqq »" in err
    assert "D1505" in out
    assert "K1303" in out


def test_trainings_around_a_commune_count():
    out, _err = matched("--text", "j'aime le pain", "--near", TOURS, "--within", "30", "--limit", "1")
    assert "formations à cette distance" in out
    with pytest.raises(CommandError, match="Commune inconnue : 99999"):
        matched("--text", "pain", "--near", "99999")
