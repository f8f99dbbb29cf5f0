"""« Masculin / Féminine complément » taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules import split_title

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèà-'", min_size=1, max_size=9)
labels = st.lists(words, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("label", "masculine", "feminine"),
    [
        ("Abatteur / Abatteuse de carrière", "Abatteur de carrière", "Abatteuse de carrière"),
        (
            "Accastilleur-monteur / Accastilleuse-monteuse électronique de marine",
            "Accastilleur-monteur électronique de marine",
            "Accastilleuse-monteuse électronique de marine",
        ),
        ("Aide carreleur / carreleuse", "Aide carreleur", "Aide carreleuse"),
        ("Chef chocolatier / chocolatière", "Chef chocolatier", "Chef chocolatière"),
        ("Chef d'équipe maçon / maçonne", "Chef d'équipe maçon", "Chef d'équipe maçonne"),
        (
            "Chef de partie pâtissier / Cheffe de partie pâtissière",
            "Chef de partie pâtissier",
            "Cheffe de partie pâtissière",
        ),
        (
            "Directeur administratif et financier / Directrice administrative et financière -DAF-",
            "Directeur administratif et financier -DAF-",
            "Directrice administrative et financière -DAF-",
        ),
        (
            "Secrétaire général adjoint / générale adjointe d'association",
            "Secrétaire général adjoint d'association",
            "Secrétaire générale adjointe d'association",
        ),
        ("Homme / Femme de pied", "Homme de pied", "Femme de pied"),
        ("Steward / Hôtesse de l'air", "Steward de l'air", "Hôtesse de l'air"),
        ("Garçon limonadier / Serveuse limonadière", "Garçon limonadier", "Serveuse limonadière"),
        ("Chef barman / barmaid", "Chef barman", "Chef barmaid"),
        ("Layout man / woman - films", "Layout man - films", "Layout woman - films"),
        (
            "Educateur / Educatrice de jeunes enfants coordonnateur / coordonnatrice petite enfance",
            "Educateur de jeunes enfants coordonnateur petite enfance",
            "Educatrice de jeunes enfants coordonnatrice petite enfance",
        ),
        (
            "Infirmier / Infirmière de bloc opératoire Diplômé(e) d'Etat - IBODE",
            "Infirmier de bloc opératoire Diplômé d'Etat - IBODE",
            "Infirmière de bloc opératoire Diplômée d'Etat - IBODE",
        ),
        ("Vendeur(se) en ligne", "Vendeur en ligne", "Vendeuse en ligne"),
        ("Directeur(trice) d'école", "Directeur d'école", "Directrice d'école"),
        ("Infirmier·ère", "Infirmier", "Infirmière"),
        (
            "Responsable de site(s) de vente",
            "Responsable de site(s) de vente",
            "Responsable de site(s) de vente",
        ),
        ("Ergonome", "Ergonome", "Ergonome"),
        ("Analyste prix / pricing", "Analyste prix / pricing", "Analyste prix / pricing"),
        (
            "Malaxeur/mélangeur / Malaxeuse/mélangeuse",
            "Malaxeur/mélangeur",
            "Malaxeuse/mélangeuse",
        ),
        (
            "Pilote de chasse / transport / hélicoptère de l'armée",
            "Pilote de chasse / transport / hélicoptère de l'armée",
            "Pilote de chasse / transport / hélicoptère de l'armée",
        ),
        (
            "Technicien / Technicienne feuille  d'exposition ",
            "Technicien feuille d'exposition",
            "Technicienne feuille d'exposition",
        ),
    ],
)
def test_titles_of_the_official_list(label, masculine, feminine):
    assert split_title(label) == (masculine, feminine)


@given(labels)
def test_a_title_without_gender_is_its_own_masculine_and_feminine(label):
    assert split_title(label) == (label, label)


@given(labels, labels)
def test_both_halves_use_only_words_of_the_title(one, other):
    label = f"{one} / {other}"
    for half in split_title(label):
        assert half
        assert set(half.split()) <= set(label.split())


@given(
    st.sampled_from(["Agent Agente", "Vendeur Vendeuse", "Infirmier Infirmière", "Acteur Actrice"]), labels
)
def test_a_complement_goes_to_both(pair, complement):
    masculine, feminine = pair.split()
    expected = (f"{masculine} {complement}", f"{feminine} {complement}")
    assert split_title(f"{masculine} / {feminine} {complement}") == expected


@given(st.text(max_size=80))
def test_any_text_is_answered(label):
    masculine, feminine = split_title(label)
    assert isinstance(masculine, str)
    assert isinstance(feminine, str)
