"""Ranking real occupations, and the two commands."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django.asserts import assertContains

from jalon.guidance.rules import meaning
from jalon.guidance.rules.answers import Answers, Factor
from jalon.guidance.selectors.matching import Ranking, rank
from jalon.guidance.selectors.matter import Matter, current_matter
from jalon.occupations.models import OccupationSkill

pytestmark = pytest.mark.usefixtures("live_region")


def places(answers: Answers) -> dict[str, int]:
    return {one.code: place for place, one in enumerate(rank(answers).order)}


def test_every_occupation_is_ranked_once_and_the_same_way_each_time():
    answers = Answers(interests={"R": 1.0, "A": 0.8}, text="aime le pain et les gâteaux")
    order = [one.code for one in rank(answers).order]
    assert sorted(order) == sorted(current_matter().codes)
    assert order == [one.code for one in rank(answers).order]
    assert "D1102" in order[:5]


def test_interests_given_in_any_order_rank_the_same():
    one = Answers(interests={"R": 1.0, "S": 0.2, "A": 0.8}, refused=frozenset(["nights", "noise"]))
    other = Answers(interests={"A": 0.8, "R": 1.0, "S": 0.2}, refused=frozenset(["noise", "nights"]))
    assert rank(one).order == rank(other).order


def test_one_more_skill_that_an_occupation_asks_for_never_lowers_it():
    skills = list(
        OccupationSkill.objects.filter(occupation_id="D1102")
        .order_by("pk")
        .values_list("skill_id", flat=True)
    )
    known: frozenset[str] = frozenset()
    scores = []
    for skill in skills:
        known |= {skill}
        ranking = rank(Answers(skills=known))
        scores.append(ranking.explain("D1102").score)
    assert len(scores) > 1
    assert scores == sorted(scores)
    assert places(Answers(skills=known))["D1102"] == 0


def test_what_is_refused_lowers_and_says_so():
    matter = current_matter()
    place = next(place for place, stated in enumerate(matter.stated) if stated)
    code, condition = matter.codes[place], min(matter.stated[place])
    free = rank(Answers(text="aider")).explain(code)
    refusing = rank(Answers(text="aider", refused=frozenset([condition]))).explain(code)
    assert refusing.score < free.score
    line = next(line for line in refusing.lines if line.factor == Factor.CONDITIONS)
    assert line.score == 0
    assert any(said.startswith("Vous refusez") for said in line.misses)


def test_a_word_near_an_occupation_counts_and_is_told(monkeypatch):
    answers = Answers(text="aime le goût, les recettes et la farine")
    ranking = Ranking(answers, Matter())
    monkeypatch.setattr(meaning, "LEAST_OCCUPATIONS", len(ranking.matter.codes) + 1)
    without = Ranking(answers, Matter())
    place = ranking.matter.position["D1102"]
    assert ranking.scores[place] > without.scores[place]
    assert ranking.hearing.near_word(place) in {"gout", "recettes", "farine"}
    assert without.hearing.near_word(place) is None
    told = [line.matches for one in ranking.order for line in ranking.explain(one.code).lines]
    assert any(match.startswith("Proche de ce métier : « ") for matches in told for match in matches)


def test_what_was_not_answered_is_said_unknown():
    explained = rank(Answers(interests={"R": 1.0})).explain("D1102")
    lines = {line.factor: line for line in explained.lines}
    assert set(lines) == set(Factor)
    assert lines[Factor.SKILLS].score is None
    assert lines[Factor.SKILLS].unknown
    assert lines[Factor.INTERESTS].matches


def test_a_weight_of_nothing_leaves_a_factor_out():
    plain = rank(Answers(interests={"R": 1.0}))
    left_out = rank(Answers(interests={"R": 1.0}, weights={Factor.INTERESTS: 0}))
    assert len({one.score for one in left_out.order}) == 1
    assert len({one.score for one in plain.order}) > 1


def test_sessions_near_count_and_unknown_ones_do_not():
    counted = rank(Answers(text="aider"), sessions={"D1102": 4}).explain("D1102")
    unknown = rank(Answers(text="aider")).explain("D1102")
    none = rank(Answers(text="aider"), sessions={}).explain("D1102")
    assert counted.score > unknown.score > none.score


def test_a_trade_in_her_words_carries_over_and_tells_her_level():
    ranking = rank(Answers(text="Boulanger depuis 20 ans, aime apprendre aux jeunes"))
    matter = current_matter()
    assert [matter.codes[place] for place in ranking.hearing.trades] == ["D1102"]
    assert ranking.now == matter.levels[matter.position["D1102"]]
    line = next(line for line in ranking.explain("D1102").lines if line.factor == Factor.WORDS)
    assert any(said.startswith("Proche de ce que vous dites avoir fait") for said in line.matches)


def test_everyday_phrases_of_the_search_are_heard_whole():
    phrases = current_matter().phrases
    said = [spoken.said for spoken in phrases.heard("je veux aider les personnes agees et faire du pain")]
    assert "personnes agees" in " ".join(said)
    assert phrases.heard("les fois depuis 12 ans") == []


def test_a_misspelt_trade_is_understood():
    assert (
        places(Answers(text="boulanjer depuis 20 ans"))["D1102"]
        == places(Answers(text="boulanger depuis 20 ans"))["D1102"]
    )


def test_what_was_understood_to_be_refused_is_lowered_less_than_what_was_ticked():
    matter = current_matter()
    place = next(place for place, stated in enumerate(matter.stated) if "nights" in stated)
    code = matter.codes[place]
    heard = rank(Answers(text="plus de nuits")).explain(code)
    ticked = rank(Answers(text="plus de nuits", refused=frozenset(["nights"]))).explain(code)
    assert ticked.kept < heard.kept < 1


def test_match_gives_the_reasons_as_json(capsys):
    call_command("match", interests="RA", text="j'aime le pain", refuse="nights", limit=3, as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 3
    assert {line["factor"] for line in rows[0]["factors"]} == set(Factor)


@pytest.mark.parametrize("options", [{}, {"interests": "XY"}, {"refuse": "sleeping"}])
def test_match_refuses_what_says_nothing(options):
    with pytest.raises(CommandError):
        call_command("match", **options)


def test_match_understands_skills_in_words(capsys):
    call_command("match", skills="pétrir la pâte", limit=5)
    assert "Ce que vous savez faire" in capsys.readouterr().out


def test_evaluation_of_profiles(tmp_path, capsys):
    file = tmp_path / "people.tsv"
    file.write_text(
        "id\tdescription\triasec\tsensible\tabsurd\nx1\tAime faire du pain\tRC\tD1102\tJ1506\n",
        encoding="utf-8",
    )
    call_command("evaluate_profiles", file, as_json=True)
    table = json.loads(capsys.readouterr().out)
    assert set(table) == {"riasec", "text", "both"}
    assert table["both"]["sensible_in_30"] == 1.0
    call_command("evaluate_profiles", file, misses=True, use="text")
    assert "x1: 1.00" in capsys.readouterr().out


def test_evaluation_names_a_missing_column(tmp_path):
    file = tmp_path / "people.tsv"
    file.write_text("id\tdescription\n", encoding="utf-8")
    with pytest.raises(CommandError, match="colonne absente"):
        call_command("evaluate_profiles", file)


def test_the_public_page_tells_the_rule_with_an_example(client):
    response = client.get(reverse("guidance:how_ranked"))
    assertContains(response, "L311-3-1")
    assertContains(response, "Version de la règle")
    assertContains(response, "Un exemple")
    assertContains(response, "× 0,75")
