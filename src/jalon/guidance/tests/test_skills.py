"""« Ce que je sais faire »: from everyday words to occupations, what one can tick, what carries over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from tests.readonly import readonly

from jalon.guidance.rules.address import (
    MOST_PAST,
    MOST_SKILLS,
    carried_pairs,
    read_answers,
    too_many_skills,
    written_answers,
)
from jalon.guidance.rules.answers import Answers
from jalon.guidance.rules.lexicon import read_themes
from jalon.guidance.selectors.experiences import codes_like, experiences_like, proposed
from jalon.guidance.selectors.matching import rank
from jalon.guidance.selectors.matter import DATA
from jalon.guidance.selectors.skills_profile import (
    AT_FIRST,
    carried_over,
    other_skills,
    shown_in,
    skill_groups,
)
from jalon.occupations.models import Occupation, OccupationSkill

pytestmark = pytest.mark.usefixtures("live_region")
SKILLS, MATCHES = "/quel-metier/competences/", "/quel-metier/metiers/"
TILL = "sheet:encaisser-les-ventes"
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "9" * 5_000, "{{ 1 }}", "é", "٣", "Z9999")


# ── in one's own words


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("garder des enfants", "K1303"),
        ("Baby-sitting", "K1303"),
        ("bricoler", "I1203"),
        ("bénévole au club de foot", "G1204"),
        ("caissière", "D1505"),
        ("caisiere", "D1505"),
        ("McDo", "G1603"),
        ("j'ai aidé ma grand-mère", "K1302"),
        ("aide aux devoirs", "K2104"),
        ("mécanique moto", "I1604"),
        ("cuisiner", "G1602"),
        ("maçon", "F1703"),
    ],
)
def test_everyday_words_lead_to_what_they_look_like(words, wanted):
    assert wanted in codes_like(words)[:2]


@pytest.mark.parametrize("words", ["", "   ", "la", "zzzz qqqq", "\x00", "?!"])
def test_words_that_say_nothing_find_nothing(words):
    assert experiences_like(words) == []


@pytest.mark.parametrize("words", ["", "   ", "zzzz qqqq", "\x00", "?!"])
def test_nothing_is_proposed_for_what_begins_no_name(words):
    assert proposed(words) == []


def test_what_is_said_already_is_not_proposed_again():
    assert "K1303" not in [one.code for one in experiences_like("garder des enfants", but=["K1303"])]


def test_each_proposal_says_what_one_does_there():
    found = experiences_like("caissière")
    assert found[0].name == "Caissier / Caissière"
    assert 1 <= len(found[0].examples) <= 3


def test_the_lexicon_only_leads_to_real_occupations(shared_data):
    (listed,) = shared_data.glob("rome-v347/unix_referentiel_code_rome_riasec_v347*")
    real = {line.split(",")[0].strip('"') for line in listed.read_text(encoding="utf-8-sig").splitlines()[1:]}
    lines = (DATA / "everyday_past.txt").read_text(encoding="utf-8").splitlines()
    themes = read_themes(lines)
    assert len(themes.every) > 40
    assert {lead.code for theme in themes for lead in theme.leads} <= real


# ── what can be ticked


def test_core_skills_come_first_and_each_one_once():
    past = ["D1102", "D1104", "G1602"]
    groups = skill_groups(past, {TILL})
    assert [group.code for group in groups] == past
    assert all(len(group.first) <= AT_FIRST for group in groups)
    codes = [one.code for group in groups for one in group.first]
    codes += [one.code for group in groups for _legend, ticks in group.more for one in ticks]
    assert len(codes) == len(set(codes))
    asked = OccupationSkill.objects.filter(occupation__in=past).values_list("skill_id", flat=True)
    assert set(codes) == set(asked) == shown_in(groups)


def test_what_was_ticked_elsewhere_is_still_shown():
    groups = skill_groups(["D1102"], {TILL})
    assert [one.code for one in other_skills(groups, {TILL, "zzz"})] == [TILL]


def test_what_carries_over_is_all_that_is_asked_first():
    codes = list(Occupation.objects.values_list("code", flat=True)[:30])
    likely = set(OccupationSkill.objects.filter(occupation="D1505").values_list("skill_id", flat=True))
    found = carried_over(codes, {TILL}, likely - {TILL})
    for code, one in found.items():
        asked = OccupationSkill.objects.filter(occupation=code, kind="core").count()
        assert one.whole == asked == len({*one.known, *one.likely, *one.lacking})
    mine = carried_over(["D1505"], {TILL}, likely - {TILL})["D1505"]
    assert (len(mine.known), mine.lacking) == (1, [])


def test_ticking_what_one_did_never_lowers_an_occupation():
    asked = list(OccupationSkill.objects.filter(occupation="D1505").values_list("skill_id", flat=True))
    known: frozenset[str] = frozenset()
    before = rank(Answers(past=("D1505",)))
    for skill in sorted(asked):
        known |= {skill}
        after = rank(Answers(past=("D1505",), skills=known))
        assert all(new >= old - 1e-12 for new, old in zip(after.scores, before.scores, strict=True))
        before = after
    at_first = rank(Answers(past=("D1505",)))
    assert any(new > old for new, old in zip(after.scores, at_first.scores, strict=True))


# ── the address

codes = st.from_regex(r"[A-Za-z0-9][\w:.\-]{0,30}", fullmatch=True).filter(str.isascii)


@given(
    st.frozensets(codes, max_size=MOST_SKILLS + 20),
    st.lists(st.from_regex(r"[A-N][0-9]{4}", fullmatch=True), unique=True, max_size=MOST_PAST),
    st.none() | st.integers(0, 500),
)
def test_an_address_gives_back_what_it_was_given_and_no_more_than_it_can_hold(skills, past, km):
    answers = Answers(skills=skills, past=tuple(past), commune="37261", kilometres=km)
    query: dict[str, list[str]] = {}
    for name, value in written_answers(answers):
        query.setdefault(name, []).append(value)
    again = read_answers(query)
    assert again.skills <= skills
    assert len(again.skills) == min(len(skills), MOST_SKILLS)
    assert too_many_skills(query) == (len(skills) > MOST_SKILLS)
    assert (again.past, again.commune, again.kilometres) == (tuple(past), "37261", km)


def test_what_the_statements_hold_travels_along_and_nothing_else():
    query = {"n": ["30"], "r": ["31x-0"], "atelier": ["<script>"], "q": ["x"], "page": ["2"]}
    assert carried_pairs(query) == [("n", "30"), ("r", "31x-0")]


# ── the screen


def test_a_first_visit_asks_one_thing(client):
    response = client.get(SKILLS)
    assertContains(response, "Une chose que vous avez faite")
    assertNotContains(response, "Voir mes métiers")
    assertContains(response, '<meta name="robots" content="noindex">')
    assert "private" in response.headers["Cache-Control"]


def test_what_was_typed_is_proposed_with_a_button(client):
    response = client.get(SKILLS, {"q": "garder des enfants", "aime": "S100", "n": "30", "r": "3x"})
    assertContains(response, 'name="ajoute" value="K1303"')
    assertContains(response, "C'est ça")
    for kept in ('name="aime" value="S100"', 'name="n" value="30"', 'name="r" value="3x"'):
        assertContains(response, f'<input type="hidden" {kept}>')


def test_nothing_found_keeps_the_words_and_says_what_to_do(client):
    response = client.get(SKILLS, {"q": "zzzz qqqq", "c": "zzzz qqqq"})
    assertContains(response, "Nous n'avons rien trouvé")
    assertContains(response, "Essayez un verbe simple")
    assertContains(response, 'value="zzzz qqqq"', count=2)


def test_a_button_keeps_what_is_ticked_and_leaves_a_clean_address(client):
    response = client.get(SKILLS, {"q": "caisse", "c": "", "ajoute": ["", "D1505"], "sait": [TILL]})
    assertRedirects(response, f"{SKILLS}?fait=D1505&sait={TILL.replace(':', '%3A')}#fait-D1505")
    response = client.get(SKILLS, {"fait": ["D1505", "D1102"], "retire": "D1505", "sait": TILL})
    assertRedirects(response, f"{SKILLS}?fait=D1102&sait={TILL.replace(':', '%3A')}#fait")


def test_an_occupation_that_does_not_exist_is_not_added(client):
    assertRedirects(
        client.get(SKILLS, {"fait": "D1102", "ajoute": "Z9999"}), f"{SKILLS}?fait=D1102#fait-Z9999"
    )


def test_all_that_is_shown_of_an_occupation_is_ticked_at_once(client):
    response = client.get(SKILLS, {"fait": "D1505", "tout": "D1505"})
    page = client.get(response.url)
    shown = {one.code for group in skill_groups(["D1505"], ()) for one in group.first}
    assertContains(page, " checked>", count=len(shown))
    assertRedirects(client.get(SKILLS, {"tout": "D1505", "c": ""}), SKILLS + "#fait-D1505")


def test_the_form_leads_to_the_ranking(client):
    response = client.get(SKILLS, {"fait": "D1505", "sait": TILL, "q": "", "c": "", "choisir": "1"})
    assertRedirects(response, f"{MATCHES}?fait=D1505&sait={TILL.replace(':', '%3A')}")
    response = client.get(SKILLS, {"fait": "D1505", "choisir": "1"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == f"{MATCHES}?fait=D1505"


def test_htmx_gets_the_form_alone_and_the_address(client):
    query = {"fait": "D1505", "ajoute": "K1303", "q": "garder"}
    response = client.get(SKILLS, query, headers={"HX-Request": "true"})
    assertNotContains(response, "<html")
    assertContains(response, 'id="fait-K1303" tabindex="-1" autofocus')
    assert response.headers["HX-Push-Url"] == f"{SKILLS}?fait=D1505&fait=K1303"
    assert "HX-Request" in response.headers["Vary"]


def test_no_more_is_kept_than_an_address_can_hold_and_it_is_said(client):
    many = list(OccupationSkill.objects.values_list("skill_id", flat=True).distinct().order_by("skill_id"))
    response = client.get(SKILLS, {"sait": many[: MOST_SKILLS + 5]})
    assertContains(response, f"n'en garde que {MOST_SKILLS}")
    assertContains(response, " checked>", count=MOST_SKILLS)
    assertContains(client.get(SKILLS, {"sait": many[:MOST_SKILLS]}), "le plus que l'adresse")
    past = list(Occupation.objects.values_list("code", flat=True).order_by("code")[:MOST_PAST])
    assertContains(client.get(SKILLS, {"fait": past}), "c'est le plus que nous gardons")


def test_the_page_asks_little_of_the_database_and_writes_nothing(client, django_assert_max_num_queries):
    query = {"fait": ["D1505", "D1102", "K1303"], "sait": TILL, "q": "bricoler", "c": "conduire"}
    client.get(SKILLS, query)
    with readonly(), django_assert_max_num_queries(16):
        assert client.get(SKILLS, query).status_code == 200


def test_suggestions_give_a_code_to_the_form(client):
    found = client.get("/quel-metier/competences/suggestions/", {"q": "cais"}).json()["suggestions"]
    assert found[0]["code"] == "D1505"
    assert client.get("/quel-metier/competences/suggestions/").json() == {"suggestions": []}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["q", "c", "ajoute", "retire", "tout", "fait", "sait", "n", "r", "atelier"])
def test_hostile_values_break_nothing(client, name, value):
    response = client.get(SKILLS, {name: value}, follow=True)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


# ── in the ranking


def test_each_occupation_says_what_carries_over_and_what_is_missing(client):
    response = client.get(MATCHES, {"fait": "D1505", "sait": [TILL, "sheet:compter-une-caisse"]})
    assertContains(response, "Ce que vous savez déjà : <b>2 sur 6</b>, et sans doute 4\xa0autres")
    assertContains(response, "À apprendre (")
    assertContains(response, "Vous l'avez sans doute déjà fait (4)")


def test_what_is_not_said_of_skills_shows_nothing_of_them(client):
    assertNotContains(client.get(MATCHES, {"aime": "S100"}), 'class="carried"')
