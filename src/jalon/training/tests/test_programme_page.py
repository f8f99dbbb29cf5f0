"""The page of a programme: what leads, what stands in, the ways to the same diploma, its queries."""

import json
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from tests import factories
from tests.readonly import readonly

from jalon.territory.models import Commune
from jalon.training.enums import AccessWay, Mode
from jalon.training.rules.records import Contact, Provider
from jalon.training.rules.truth import State
from jalon.training.selectors.programmes import programme_page
from jalon.training.selectors.searching import find, read_address
from jalon.training.selectors.ways import around_commune, ways_to
from jalon.training.tests.offered import (
    BLOIS,
    TODAY,
    TOURS,
    action,
    certification,
    ground,
    key_of,
    offer,
    programme,
    session,
)

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script> « & \" ' =1+1"


@pytest.fixture(autouse=True)
def _ground():
    factories.region()
    ground()


def page_of(number: str, *, town: str = ""):
    commune = Commune.objects.get(name=town) if town else None
    return programme_page(key_of(number), today=TODAY, commune=commune)


def lines(page) -> dict[str, str]:
    """Return the provider's title that stands for each mode."""
    return {way.mode: way.line.card.title for way in page.ways if way.line}


# ── what leads


def test_a_past_session_never_leads_and_is_folded():
    offer(programme("1", action(session("old", days=-30), session("next", days=90))))
    page = page_of("1")
    block, line = page.lead
    assert line.dates.start == TODAY + timedelta(days=90)
    assert [one.state for one in block.past] == [State.STARTED]
    assert not page.stand_ins


def test_the_lead_is_what_one_can_catch_even_when_something_full_comes_sooner():
    offer(
        programme(
            "1",
            action(session(days=10, recruitment="full")),
            action(session(days=200), mode="school", number="A2"),
        )
    )
    page = page_of("1")
    assert page.lead[0].action.modes == ["school"]
    assert page.lead[1].catchable
    assert [block.action.modes for block in page.actions] == [["school"], ["adult"]]


def test_a_session_was_checked_else_the_programme_else_received():
    checked = TODAY - timedelta(days=3)
    future = TODAY + timedelta(days=3)
    offer(
        programme("1", action(session(updated_on=checked))),
        programme("2", action(session())),
        programme("3", action(session(updated_on=future)), updated_on=None),
        programme("4", action(session()), updated_on=TODAY - timedelta(days=400)),
    )
    words = [page_of(number).lead[1].checked for number in "1234"]
    assert "vérifié le 27" in words[0].words
    assert "vérifié le 20" in words[1].words
    assert words[2].words.startswith("reçu le 2")
    assert [one.old for one in words] == [False, False, False, True]


def test_a_way_without_a_date_offers_the_nearest_that_has_one():
    offer(
        programme("dead", action(session(days=-5), mode="school"), title="Éteinte"),
        programme("far", action(session(days=20), mode="school", place=TOURS), title="Loin"),
        programme("adult", action(session(days=10)), title="Autre façon"),
        programme("other", action(session(days=5), mode="school"), certifications=(), level_out=4),
    )
    page = page_of("dead")
    assert page.lead is None
    assert [one.card.title for one in page.stand_ins] == ["Loin", "Autre façon"]
    assert page.stand_ins[0].why.startswith("Même diplôme, même façon d'apprendre, à 5")
    assert page.stand_ins[0].why.endswith("km de Blois")
    assert "en formation pour adultes" in page.stand_ins[1].why


def test_without_the_same_diploma_the_same_job_at_the_same_level_stands_in():
    offer(
        programme("dead", action(session(days=-5)), certifications=("RNCP9",)),
        programme("same", action(session(days=20)), certifications=("RNCP8",), title="Même métier"),
        programme("higher", action(session(days=10)), certifications=("RNCP7",), level_out=4),
    )
    (found,) = page_of("dead").stand_ins
    assert found.card.title == "Même métier"
    assert found.why.startswith("Même métier, même niveau")


def test_one_way_asleep_among_others_says_what_is_nearest(client):
    today = timezone.localdate()
    offer(
        programme(
            "1",
            action(session(days=30, today=today)),
            action(session(days=-30, today=today), mode="school", number="A2"),
        ),
        programme("2", action(session(days=40, today=today), mode="school", place=TOURS), title="À Tours"),
        today=today,
    )
    page = programme_page(key_of("1"), today=today)
    assert page.stand_ins == []
    assert [block.stand_in and block.stand_in.card.title for block in page.actions] == [None, "À Tours"]
    shown = client.get(page.programme.get_absolute_url()).content.decode()
    assert "Aucun départ annoncé ici" in shown
    assert "À Tours" in shown


def test_a_closed_programme_keeps_its_page_and_shows_what_exists_first(client):
    today = timezone.localdate()
    gone = programme("1", action(session(days=30, today=today)), title="Fermée")
    stays = programme("2", action(session(days=40, today=today), place=TOURS), title="Vivante")
    offer(gone, stays, today=today - timedelta(days=9))
    offer(stays, today=today)
    response = client.get(reverse("training:programme", args=[key_of("1")]))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "n'est plus proposée depuis le" in shown.replace("&#x27;", "'")
    assert shown.index("Vivante") < shown.index("Pour entrer</h2>")
    assert 'content="noindex"' in shown
    assert ".ics" not in shown
    assert "ld+json" not in shown


# ── every way to the same diploma


def test_each_mode_has_one_line_and_says_how_many_there_are():
    offer(
        programme("1", action(session(days=60)), title="Ici"),
        programme("2", action(session(days=20), place=TOURS), title="Plus tôt"),
        programme("3", action(session(days=20), mode="apprenticeship", place=TOURS), title="Apprentis"),
    )
    page = page_of("1")
    assert [(way.mode, way.offers, way.towns) for way in page.ways] == [
        (Mode.SCHOOL, 0, 0),
        (Mode.APPRENTICESHIP, 1, 1),
        (Mode.ADULT, 2, 2),
        (Mode.VAE, 0, 0),
    ]
    assert lines(page) == {"apprenticeship": "Apprentis", "adult": "Ici"}
    assert lines(page_of("1", town="Tours")) == {"apprenticeship": "Apprentis", "adult": "Plus tôt"}
    near = {way.mode: way.line.distance for way in page_of("1", town="Blois").ways if way.line}
    assert near["adult"] == "moins de 1 km"
    assert near["apprenticeship"].startswith("5")


def test_the_count_is_what_its_link_gives():
    offer(
        *(
            programme(str(at), action(session(days=60), place=place))
            for at, place in enumerate([BLOIS, TOURS])
        )
    )
    for town in ("", "Blois"):
        (adult,) = [way for way in page_of("0", town=town).ways if way.mode == Mode.ADULT]
        asked = read_address(QueryDict(adult.url).getlist)
        assert bool(adult.near) is bool(town)
        assert find(asked, today=TODAY).total == adult.offers == 2


def test_too_far_is_still_shown_with_its_distance():
    factories.commune("Nice", insee_code="06088", postal_codes=("06000",), latitude=43.7, longitude=7.27)
    offer(programme("1", action(session(days=60))))
    (adult,) = [way for way in page_of("1", town="Nice").ways if way.mode == Mode.ADULT]
    assert (adult.near, adult.offers) == (0, 1)
    assert adult.line.distance == "632 km"


def test_the_line_is_one_that_can_still_be_caught():
    offer(
        programme("full", action(session(days=10, recruitment="full")), title="Complète"),
        programme("open", action(session(days=50), place=TOURS), title="Ouverte"),
    )
    for page in (page_of("full"), page_of("full", town="Blois")):
        assert lines(page) == {"adult": "Ouverte"}


def test_a_mode_that_the_directory_allows_and_nobody_offers_is_said(client):
    today = timezone.localdate()
    offer(programme("1", action(session(days=60, today=today))), today=today)
    shown = client.get(reverse("training:programme", args=[key_of("1")])).content.decode()
    assert "Possible par la VAE" in shown
    assert reverse("directory:near_me") in shown


def test_a_mode_without_a_date_is_said_so():
    offer(programme("1", action(session())), programme("2", action(session(days=None), mode="vae")))
    (vae,) = [way for way in page_of("1").ways if way.mode == Mode.VAE]
    assert (vae.line, vae.undated) == (None, 1)


def test_without_a_diploma_the_ways_to_the_same_job_are_shown():
    offer(
        programme("1", action(session()), certifications=(), certifying=False),
        programme("2", action(session(), mode="distance"), certifications=(), title="À la maison"),
        programme("3", action(session(), mode="school"), certifications=(), level_out=5),
    )
    page = page_of("1")
    assert lines(page)["distance"] == "À la maison"
    assert "school" not in lines(page)
    assert [way.line.where for way in page.ways if way.mode == Mode.DISTANCE] == ["Chez vous"]


def test_ways_cost_as_few_queries_whatever_the_number_of_programmes(django_assert_num_queries):
    around = around_commune(Commune.objects.get(name="Blois"))

    def ways():
        return ways_to("RNCP1", today=TODAY, around=around, access=[AccessWay.SCHOOL])

    offer(*(programme(str(at), action(session(days=at + 1))) for at in range(2)))
    with django_assert_num_queries(2), readonly():
        assert [way.offers for way in ways() if way.line] == [2]
    offer(*(programme(str(at), action(session(days=at + 1))) for at in range(60)))
    with django_assert_num_queries(2), readonly():
        assert [way.offers for way in ways() if way.line] == [60]


def test_the_page_costs_as_few_queries_whatever_the_number_of_programmes(django_assert_max_num_queries):
    for count in (3, 60):
        offer(
            programme("dead", action(session(days=-1)), action(session(days=-2), number="A2")),
            *(programme(str(at), action(session(days=at + 1))) for at in range(count)),
        )
        with django_assert_max_num_queries(20), readonly():
            assert len(page_of("dead", town="Tours").stand_ins) == 3


def test_the_certification_shows_its_ways(client):
    today = timezone.localdate()
    offer(programme("1", action(session(today=today)), title="Boulangerie"), today=today)
    address = reverse("training:certification", args=["RNCP1"])
    assert "Organisme d&#x27;essai" in client.get(address).content.decode()
    assert "moins de 1" in client.get(address, {"commune": "41018"}).content.decode()
    certification("RNCP5", title="Sans formation")
    other = client.get(reverse("training:certification", args=["RNCP5"])).content.decode()
    assert "Toutes les façons" not in other


# ── what comes next


def test_what_comes_next_is_higher_shares_the_job_and_is_offered_first():
    certification("RNCP2", title="Confirmé", kind="BP", level=4)
    certification("RNCP3", title="Offert", kind="Bac pro", level=4)
    certification("RNCP4", title="Ailleurs", kind="BP", level=4, rome="G1602")
    certification("RNCP5", title="Fini", kind="BP", level=4, active=False)
    offer(
        programme("1", action(session())),
        programme("2", action(session()), certifications=("RNCP3",), level_out=4),
    )
    steps = page_of("1").next_steps
    assert [(step.name, step.offered) for step in steps] == [("Bac pro Offert", True), ("BP Confirmé", False)]
    assert "Boulanger" in steps[0].why


def test_the_same_field_is_a_reason_only_for_what_is_offered():
    field = [["221", "Agroalimentaire"]]
    certification("RNCP6", title="Base", nsf=field)
    certification("RNCP7", title="Voisin", kind="BP", level=4, rome="G1602", nsf=field)
    certification("RNCP8", title="Absent", kind="BP", level=4, rome="G1602", nsf=field)
    offer(
        programme("1", action(session()), certifications=("RNCP6",)),
        programme("2", action(session()), certifications=("RNCP7",), level_out=4, rome=("G1602",)),
    )
    (step,) = page_of("1").next_steps
    assert (step.name, step.why) == ("BP Voisin", "même domaine : agroalimentaire")


# ── for everyone, whatever a sender writes


def test_an_unknown_programme_is_not_found(client):
    assert client.get("/formations/000000000000/").status_code == 404
    assert client.get("/formations/rentree-inconnue/").status_code == 404


def test_hostile_words_stay_words(client):
    today = timezone.localdate()
    provider = Provider(
        "O1", HOSTILE, place=BLOIS, contact=Contact("javascript:1", "x@y?bcc=z", "javascript:alert(1)")
    )
    fields = {"objective": HOSTILE, "content": f"- {HOSTILE}", "title": HOSTILE, "provider": provider}
    hostile = action(
        session(today=today, website="javascript:alert(2)", how_to_register=HOSTILE), conditions=HOSTILE
    )
    offer(programme("1", hostile, **fields), today=today)
    with readonly():
        shown = client.get(reverse("training:programme", args=[key_of("1")])).content.decode()
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "bcc=z" not in shown
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    course = json.loads(data)
    assert course["name"] == HOSTILE
    assert course["hasCourseInstance"][0]["startDate"] == (today + timedelta(days=60)).isoformat()


def test_what_is_not_said_is_said_not_to_be(client):
    today = timezone.localdate()
    bare = Provider("O1", "Organisme muet")
    offer(programme("1", action(place=BLOIS), provider=bare, level_out=None, rome=()), today=today)
    shown = client.get(reverse("training:programme", args=[key_of("1")])).content.decode()
    assert shown.count("Non précisé : demandez") >= 3
    assert "ne donne ni téléphone" in shown
    assert "Aucune date à venir" in shown


@pytest.mark.parametrize("typed", ["Tours", "37000"])
def test_a_typed_place_gives_distances(client, typed):
    today = timezone.localdate()
    offer(programme("1", action(session(today=today))), today=today)
    address = reverse("training:programme", args=[key_of("1")])
    assert "de Tours" in client.get(address, {"lieu": typed}).content.decode()
    assert "Nous ne connaissons pas" in client.get(address, {"lieu": "zzzz"}).content.decode()


def test_all_dates_of_a_day_may_be_asked():
    offer(programme("1", action(session(days=0), permanent=False)))
    assert page_of("1").lead[1].dates.start == date(2026, 3, 2)
