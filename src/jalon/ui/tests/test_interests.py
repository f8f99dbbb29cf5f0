"""The six interests drawn in Python: the drawing and the table say the same, and nothing becomes markup."""

from types import SimpleNamespace

from jalon.ui.templatetags.interests import petal_flower, score_rows, told_list

NASTY = 'Chez <b>"Rémi"</b> & fils'
ESCAPED = "Chez &lt;b&gt;&quot;Rémi&quot;&lt;/b&gt; &amp; fils"


def petal(letter="R", percent=None, scale="0.40", **said):
    line = SimpleNamespace(letter=letter, label=NASTY, url="/a/?b&c")
    score = SimpleNamespace(answered=2, asked=5)
    return SimpleNamespace(line=line, score=score, scale=scale, percent=percent, words=NASTY, **said)


def test_a_petal_is_as_long_as_its_score_and_pale_when_it_is_unknown():
    drawn = petal_flower([petal(percent=40), petal("I"), petal("<", 10, scale='"><b>')])
    assert 'rotate(0)"><path class="petal petal-r" transform="scale(0.40)"' in drawn
    assert 'rotate(60)"><path class="petal unknown" transform="scale(.5)"' in drawn
    assert 'rotate(-60)"><text y="7">I</text>' in drawn
    assert "<b>" not in drawn and '<text y="7">&lt;</text>' in drawn


def test_scores_are_rows_and_the_first_ones_stand_out():
    known, unknown = petal(percent=40), petal("I")
    rows = score_rows([known, unknown], [known.line])
    assert rows.count(ESCAPED) == rows.count("Rémi") == 4
    assert rows.count('<tr class="on">') == 1
    assert 'width="40"' in rows and "<b>40</b>" in rows
    assert '<small class="soft">(2\xa0réponses sur 5)</small>' in rows
    assert 'class="bar-hidden"' in rows and "vous n'avez pas encore répondu" in rows
    assert 'href="/a/?b&amp;c"' in rows


def test_each_statement_leads_to_where_it_is_changed():
    statement = SimpleNamespace(icon="heart", words=NASTY)
    answered = SimpleNamespace(statement=statement, words=NASTY, answered=True, url="/a/?b&c#s1")
    passed = SimpleNamespace(statement=statement, words="Pas de réponse", answered=False, url="/")
    drawn = told_list([answered, passed])
    assert drawn.count(ESCAPED) == 3
    assert drawn.count(ESCAPED.lower()) == 2
    assert '<b class="soft">Pas de réponse</b>' in drawn and f"<b>{ESCAPED}</b>" in drawn
    assert 'href="/a/?b&amp;c#s1"' in drawn
