"""What official texts say of the entry level and of the working conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.enums import Condition, Level
from jalon.occupations.rules import entry_level, read_conditions

ACCESSIBLE = "Cet emploi/métier est accessible "
DIPLOMAS = {"CAP/BEP": 3, "Bac professionnel": 4, "BTS": 5, "Licence": 6, "Master": 7, "Doctorat": 8}


@pytest.mark.parametrize(
    ("told", "level"),
    [
        (["sans diplôme ni expérience professionnelle."], 0),
        (["avec un diplôme de niveau CAP/BEP à Bac (Bac professionnel, ...) en boucherie."], 3),
        (["avec un CAP/ BEP en hôtellerie."], 3),
        (["avec un diplôme de niveau Bac (général, ...) à Bac+2 (BTS, DUT, ...) en vente."], 4),
        (["avec un diplôme BAC à BAC+2 (BTS, ...) dans le secteur du tourisme."], 4),
        (["à partir d'un diplôme de niveau Bac + 2 en informatique."], 5),
        (["avec un diplôme de niveau Bac+2 (BTS) à Master."], 5),
        (["avec un Master (diplôme d'ingénieur, ...) en agronomie."], 7),
        (["avec le Diplôme d'Etat d'Aide-soignant -DEAS-."], 4),
        (["avec le Diplôme d'Etat -DE- d'infirmier."], 6),
        (["avec le Diplôme d'Etat de Docteur en médecine."], 8),
        (["avec un CAP en pâtisserie.", "avec une expérience professionnelle sans diplôme particulier."], 3),
        (["avec une expérience professionnelle dans le secteur sans diplôme particulier."], 0),
        (["avec un Bac+2 en gestion.", "avec un BEP complété par une expérience professionnelle."], 5),
        (["avec un Bac+2 complété par une expérience professionnelle."], 5),
        (["sur concours interne avec le Bac."], None),
        (["après sélection selon les performances."], None),
    ],
)
def test_levels_named_by_access_texts(told, level):
    assert entry_level([ACCESSIBLE + sentence for sentence in told]) == level


def test_a_diploma_that_only_helps_is_not_the_entry():
    helps = "Un diplôme de niveau Bac+2 peut en faciliter l'accès."
    assert entry_level([f"{ACCESSIBLE}avec un CAP/BEP.", helps]) == 3
    assert entry_level(["Un BTS est exigé."]) == 5
    assert entry_level([helps]) is None
    assert entry_level([]) is None


@given(st.sets(st.sampled_from(sorted(DIPLOMAS)), min_size=1))
def test_the_lowest_diploma_named_is_the_entry(names):
    sentence = f"{ACCESSIBLE}avec un diplôme ({', '.join(sorted(names))}, ...)."
    assert entry_level([sentence]) == min(DIPLOMAS[name] for name in names)


@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_gives_a_level_of_the_list_or_none(sentences):
    assert entry_level(sentences) in {None, *Level.values}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Elle peut s'exercer en horaires décalés, les jours fériés ou de nuit.",
            {"shifts", "weekends", "nights"},
        ),
        (
            "L'activité s'effectue en extérieur et peut impliquer le port de charges.",
            {"outdoors", "heavy_loads"},
        ),
        ("L'activité implique la station debout prolongée.", {"standing"}),
        (
            "Elle peut impliquer des déplacements et un éloignement du domicile de plusieurs jours.",
            {"travel", "away"},
        ),
        ("Elle peut être soumise à des astreintes, à des variations saisonnières.", {"on_call", "seasonal"}),
        (
            "Le port d'Equipements de Protection Individuelle (protections auditives) est requis.",
            {"hygiene_gear", "noise"},
        ),
        ("L'activité s'exerce en contact avec les clients.", {"public"}),
        ("parfois en contact avec les clients", set()),
        ("En grande hauteur", {"heights"}),
        ("En zone frigorifique", {"cold_heat"}),
        ("Travail en indépendant", {"autonomy"}),
        ("Elle varie selon le secteur (mécanique, ...).", set()),
    ],
)
def test_conditions_named_by_texts_and_settings(sentence, found):
    assert set(read_conditions(definition=[], conditions=[sentence])) == found


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ("Conduit un véhicule poids lourd.", {"driving"}),
        ("Prend soin des animaux.", {"animals"}),
        ("Garde des enfants à domicile.", {"children"}),
        ("Fabrique des aliments d'origine animale.", set()),
    ],
)
def test_what_the_work_is_about_is_read_in_the_definition(definition, found):
    assert set(read_conditions(definition=[definition], conditions=[])) == found


@given(st.lists(st.text(max_size=200), max_size=3), st.lists(st.text(max_size=200), max_size=3))
def test_conditions_are_known_ones_each_once_in_the_order_of_the_list(definition, conditions):
    found = read_conditions(definition=definition, conditions=conditions)
    assert found == [condition for condition in Condition.values if condition in found]
