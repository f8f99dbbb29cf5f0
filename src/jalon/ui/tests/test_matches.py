"""The ranked occupations drawn in Python: what is said is there, and nothing said becomes markup."""

from types import SimpleNamespace

from jalon.ui.templatetags.matches import match_list, start_list, weight_list

NASTY = 'Chez <b>"Rémi"</b> & fils'
ESCAPED = "Chez &lt;b&gt;&quot;Rémi&quot;&lt;/b&gt; &amp; fils"


def line(**said):
    return SimpleNamespace(**{"name": NASTY, "weight": 2, "matches": (), "misses": (), "unknown": ()} | said)


def row(of=None, **said):
    said = {"percent": 40, "words": NASTY, "url": "", "about_skills": False} | said
    return SimpleNamespace(line=of or line(), **said)


def carried(known=(), likely=(), lacking=()):
    sure_or_likely = len(known) + len(likely)
    whole = sure_or_likely + len(lacking)
    return SimpleNamespace(
        known=known, likely=likely, lacking=lacking, whole=whole, sure_or_likely=sure_or_likely
    )


def match(**said):
    card = SimpleNamespace(code="A1203", name=NASTY, url="/metiers/A1203/?a=1&b=2", summary=NASTY)
    usual = {"card": card, "rows": [], "reasons": (), "doubts": (), "carried": None, "closeness": 0}
    return SimpleNamespace(**usual | {"way_url": "/comment-y-arriver/A1203/?a=1&b=2"} | said)


def test_everything_that_is_said_of_a_match_is_escaped():
    told = line(matches=[NASTY], misses=[NASTY], unknown=[NASTY], weight=0)
    has = carried([NASTY], [NASTY], [NASTY] * 9)
    drawn = match_list(
        [
            match(
                rows=[row(told, url='/formations/?"><b>'), row(about_skills=True)],
                reasons=[NASTY],
                doubts=[NASTY],
                carried=has,
                closeness=40,
            )
        ]
    )
    assert drawn.count("Rémi") == drawn.count(ESCAPED) == 27
    assert 'href="/formations/?&quot;&gt;&lt;b&gt;"' in drawn
    assert 'href="/metiers/A1203/?a=1&amp;b=2"' in drawn
    assert "ne compte pas : vous l'avez demandé" in drawn


def test_the_list_begins_where_the_page_does():
    assert match_list([], 1001) == '<ol class="plain matches" start="1001"></ol>'


def test_what_she_knows_is_said_before_what_is_likely():
    assert "savez déjà : <b>1 sur 4</b>, et sans doute 2\xa0autres" in match_list(
        [match(carried=carried("a", "bc", "d"))]
    )
    assert "savez sans doute déjà : <b>2 sur 3</b>" in match_list([match(carried=carried("", "bc", "d"))])
    assert 'class="carried"' not in match_list([match(carried=carried("", "", "d"))])


def test_only_what_is_asked_first_is_shown_unfolded():
    drawn = match_list([match(carried=carried("a", "", "bcdefghijk"), rows=[row(about_skills=True)])])
    assert "À apprendre (10)" in drawn
    assert "<summary>Et 2\xa0autres choses</summary><ul><li>j</li><li>k</li></ul>" in drawn


def test_questions_show_what_was_said_else_their_hint():
    said = SimpleNamespace(icon="heart", label=NASTY, hint="12 phrases", url="/a/?b&c", said="")
    answered = SimpleNamespace(icon="heart", label="Mes mots", hint="", url="/", said=f"« {NASTY} »")
    drawn = start_list([said, answered])
    assert drawn.count(ESCAPED) == 2
    assert "12 phrases" in drawn
    assert 'href="/a/?b&amp;c"' in drawn
    assert drawn.count('class="start answered"') == 1
    assert 'class="badge b2"' in drawn


def test_the_weight_in_force_is_chosen():
    drawn = weight_list(
        [SimpleNamespace(name="poids-words", label=NASTY, weight=2)], [(1, "Peu"), (2, NASTY)]
    )
    assert f'<option value="2" selected>{ESCAPED}</option>' in drawn
    assert f'<label for="poids-words">{ESCAPED}</label>' in drawn
    assert drawn.count("selected") == 1
