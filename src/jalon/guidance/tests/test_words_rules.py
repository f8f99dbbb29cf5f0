"""What is understood of someone's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.rules.lexicon import read_themes
from jalon.guidance.rules.words import LIKED, REFUSED, Understood
from jalon.guidance.selectors.matter import condition_words, situations, themes, understood
from jalon.occupations.enums import Condition


def signs(text: str) -> dict[str, float]:
    return {heard.theme.name: heard.weight for heard in understood(text).heard}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("genou foutu : plus d'accroupi ni de charges lourdes", {"awkward_postures", "heavy_loads"}),
        ("J’ai mal au dos.", {"awkward_postures", "heavy_loads"}),
        ("ne supporte pas le bruit", {"noise"}),
        ("Le bruit, la foule et les clients l'épuisent.", {"noise", "public"}),
        ("Fatiguée des nuits et de la violence, mais aime soigner", {"nights", "distress"}),
        ("Ne veut plus travailler le dimanche, aime le bruit des moteurs", {"weekends"}),
        ("N'a pas peur du vide", set()),
        ("Veut partir le plus tôt possible", set()),
        ("Pas fait pour rester assis derrière un écran", {"seated", "screens"}),
        ("La clientèle et les réunions, très peu pour moi", {"public"}),
        ("La nuit, la route, pas de souci", set()),
        ("je répare des motos, les week-ends me fatiguent", {"weekends"}),
        ("Se mettre à son compte lui fait peur", set()),
        ("Rester assis : impossible", {"seated"}),
        ("pas de permis, aime les enfants", {"driving"}),
        ("je veux rentrer le soir", {"away"}),
    ],
)
def test_refused_conditions(text, refused):
    assert understood(text).refused == refused


@pytest.mark.parametrize(
    ("text", "liked", "refused"),
    [
        ("Veut lâcher les chiffres et jardiner : passion du potager", {"cultures"}, {"chiffres"}),
        ("Aime le bois, pas l'informatique", {"bois"}, {"informatique"}),
        ("Écrire le bloque, mais adore réparer les vélos", {"deux roues"}, {"ecrire"}),
        ("Marre de la caisse. Adore les personnes âgées", {"personnes agees"}, {"magasin"}),
        ("Habile de ses mains, les chantiers c'est fini", {"outils"}, {"chantier"}),
        ("J'aime les motos. parler aux clients non, je suis timide", {"deux roues", "calme"}, {"clients"}),
        ("potager, plein air, jamais d'usine", {"cultures", "nature"}, {"usine"}),
        ("Lire difficile. Aime les moutons", {"elevage"}, {"bibliotheque"}),
        ("Rester assis : impossible. Aime le bois", {"bois"}, set()),
        ("je chante, je danse, l'école me saoule", {"musique", "danse"}, {"ecole"}),
        ("nul en maths, fort en pâtisserie", {"patisserie"}, {"chiffres"}),
        ("vendredi au Soudan, aime le bois", {"bois"}, set()),
        ("Préfère les livres aux clients", {"bibliotheque"}, {"clients"}),
    ],
)
def test_liked_and_refused_themes(text, liked, refused):
    heard = signs(text)
    assert {name for name in liked if heard.get(name) == LIKED} == liked
    assert {name for name, weight in heard.items() if weight == REFUSED} >= refused


def test_a_past_trade_counts_less_and_hardly_when_one_leaves_it():
    still = signs("Maçon de 35 ans, aime les plans")["maconnerie"]
    leaving = signs("Maçon de 35 ans, reconversion vers la cuisine")["maconnerie"]
    assert LIKED > still > leaving > 0


@pytest.mark.parametrize(
    ("text", "now", "most"),
    [
        ("Élève de 4e SEGPA, veut un CAP", 0, 4),
        ("CAP cuisine", 3, 5),
        ("bac +5", 7, 8),
        ("étudiante en licence de droit", 6, 8),
        ("vise la thèse", None, 8),
        ("aime les gens", None, None),
        ("Ne se voit pas faire de longues études", None, 5),
        ("terminale, les longues études ne l'effraient pas", 4, 8),
        ("bac pro, monter un lit au 4e étage", 4, 6),
        ("lit mal, veut travailler", None, 4),
    ],
)
def test_levels(text, now, most):
    said = understood(text)
    assert (said.level_now, said.level_most) == (now, most)


def test_nothing_said_is_nothing_understood():
    assert understood("   ") == Understood()


@given(st.text(max_size=300))
def test_any_text_is_understood_the_same_twice(text):
    assert understood(text) == understood(text)


def test_the_lexicon_is_well_made():
    names = [theme.name for theme in themes()]
    assert len(names) == len(set(names))
    assert all(theme.leads and set(theme.letters) <= set("RIASEC") for theme in themes())
    assert all(0 < lead.weight <= 1 for theme in themes() for lead in theme.leads)
    assert set(condition_words()) <= set(Condition.values)


@pytest.mark.parametrize("name", ["Homme", "Femme"])
def test_sex_and_age_change_nothing(name):
    said = understood(f"{name} de 22 ans, aime le bois")
    assert said.heard == understood("Personne de 59 ans, aime le bois").heard


@pytest.mark.parametrize(
    ("text", "least"),
    [("bac +5", 5), ("bac +5, veut changer de métier", None), ("CAP cuisine", None), ("vise la thèse", 6)],
)
def test_the_lowest_level_that_a_text_speaks_of(text, least):
    assert understood(text).level_least == least


def test_a_theme_is_silent_beside_the_words_that_change_its_meaning():
    assert "soigner" in signs("aime soigner")
    assert "soigner" not in signs("aime soigner les poneys")
    assert "soigner" in signs("aime soigner. Adore les poneys")


def test_the_pieces_that_may_name_a_trade():
    assert understood("Cuisinier depuis 22 ans, aime le produit").trades == ("cuisinier depuis 22 ans",)
    assert understood("Lycéen de 16 ans, aime la cuisine").trades == ()


@given(st.lists(st.sampled_from(["bricoler", "3d", "du bois", "l'eau", "jardins", "c#", "x"]), max_size=5))
def test_no_theme_is_missed_by_looking_at_first_letters(words):
    text = " ".join(words)
    lines = ["a | bricol* | A11", "b | 3d,c# | A12", "c | *bois | A13", "d | jardin* d hiver,jardins | A14"]
    read = read_themes([*lines, "e | l eau,x* | A15"])
    said = {number for number, theme in enumerate(read.every) if theme.heard_in(text)}
    assert said <= read.maybe_in(text)


def test_words_said_in_passing_are_no_wish():
    assert "soigner" not in signs("Le médecin veut du jour, jamais malade")
    assert not understood("Je pars à cause de mon chef").heard or "elus et citoyens" not in signs(
        "à cause de"
    )


def test_what_a_life_or_a_body_rules_out_is_told_apart_from_what_is_not_wished():
    said = understood("dos fragile, pas de permis, plus de nuits")
    assert said.ruled_out == {"heavy_loads", "awkward_postures", "driving"}
    assert said.refused == said.ruled_out | {"nights"}
    ruled = {condition for _pattern, conditions in situations() for condition in conditions}
    assert ruled <= set(Condition.values)
