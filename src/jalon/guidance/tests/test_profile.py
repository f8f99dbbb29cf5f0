"""The screens of the statements and of what they say."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

pytestmark = pytest.mark.django_db
PHRASES = "/quel-metier/phrases/"
RESULT = "/quel-metier/resultat/"
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "9" * 5_000, "{{ 1 }}", "-1", "é", "٣")


def test_the_question_leads_to_the_short_and_the_long_version(client):
    response = client.get("/quel-metier/")
    assertContains(response, f'href="{PHRASES}"')
    assertContains(response, f'href="{PHRASES}?n=30"')


def test_a_page_asks_six_statements_with_five_answers_each(client):
    response = client.get(PHRASES)
    assertContains(response, '<fieldset class="statement"', count=6)
    assertContains(response, 'type="radio"', count=30)
    assertContains(response, "Page 1 sur 2")
    assertContains(response, "0\u00a0réponse sur 12")
    assertNotContains(response, "Page précédente")


def test_answers_go_into_the_address_of_the_next_page(client):
    response = client.get(PHRASES, {"n": "12", "etape": "1", "s1": "3", "s3": "x", "vers": "suite"})
    assertRedirects(response, f"{PHRASES}?n=12&r=3-x&etape=2", fetch_redirect_response=False)


def test_going_back_keeps_what_was_ticked_on_both_pages(client):
    response = client.get(PHRASES, {"n": "12", "r": "3-x", "etape": "2", "s7": "0", "vers": "retour"})
    assertRedirects(response, f"{PHRASES}?n=12&r=3-x---0&etape=1", fetch_redirect_response=False)
    assertContains(client.get(response.url), " checked", count=2)


def test_an_answer_can_be_changed(client):
    response = client.get(PHRASES, {"r": "3-x", "etape": "1", "s1": "1", "vers": "suite"})
    assertRedirects(response, f"{PHRASES}?n=12&r=1-x&etape=2", fetch_redirect_response=False)


def test_the_last_page_leads_to_the_result(client):
    response = client.get(PHRASES, {"n": "30", "r": "3", "etape": "5", "s30": "3", "vers": "suite"})
    assertRedirects(response, f"{RESULT}?n=30&r=3{'-' * 28}3", fetch_redirect_response=False)


def test_what_stands_out_leads_to_its_occupations(client):
    # In the order R S I C A E: the hands most, then creating.
    response = client.get(RESULT, {"r": "311020"})
    assertContains(
        response, 'class="button" href="/quel-metier/metiers/?aime=R100I33A67S33E0C0&amp;n=12&amp;r=311020"'
    )
    assertContains(response, "Préciser avec 18 autres phrases")
    assertContains(response, f"{PHRASES}?n=30&amp;r=311020&amp;etape=3")
    assertContains(response, '<th scope="row"', count=6)
    assertContains(response, "<b>67</b> · Vous aimez plutôt")
    assertContains(response, '<meta name="robots" content="noindex">')


def test_a_letter_without_answer_is_unknown_and_said_so(client):
    response = client.get(RESULT, {"r": "3x"})
    assertContains(response, "On ne sait pas : vous n'avez pas encore répondu", count=5)
    assertContains(response, "1\u00a0centre d&#x27;intérêt sur six")
    assertContains(response, 'class="petal unknown"', count=5)


def test_a_tie_is_said(client):
    assertContains(client.get(RESULT, {"r": "333000"}), "À égalité avec : ")
    assertNotContains(client.get(RESULT, {"r": "331000"}), "À égalité")


def test_liking_nothing_is_not_a_dead_end(client):
    response = client.get(RESULT, {"r": "000000"})
    assertContains(response, "Rien ne ressort pour l'instant")
    assertContains(response, "Essayer 18 autres phrases")
    assertContains(client.get(RESULT, {"n": "30", "r": "0" * 30}), "Explorer les secteurs")


@pytest.mark.parametrize("replies", ["", "xxxxxx", "------"])
def test_no_answer_asks_for_some(client, replies):
    response = client.get(RESULT, {"r": replies})
    assertContains(response, "Il manque vos réponses")
    assertNotContains(response, "/quel-metier/metiers/")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["n", "r", "etape", "s1", "vers"])
@pytest.mark.parametrize("page", [PHRASES, RESULT])
def test_hostile_values_break_nothing(client, page, name, value):
    response = client.get(page, {name: value})
    assert response.status_code in {200, 302}
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("page", [PHRASES, RESULT])
def test_answers_are_kept_by_no_shared_cache(client, page):
    response = client.get(page, {"r": "3120"})
    assert "private" in response.headers["Cache-Control"]
    assert not response.cookies


def test_the_screens_read_nothing_of_the_database_for_each_statement(client, django_assert_max_num_queries):
    client.get(RESULT, {"n": "30", "r": "3" * 30})
    with django_assert_max_num_queries(2):
        client.get(RESULT, {"n": "30", "r": "3" * 30})
