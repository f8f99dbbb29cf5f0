"""A region's folder: what it says is kept; what is wrong is said with its line, and then nothing is kept."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from tests.tiny_region import write_region

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region
from jalon.territory.models import Commune, Departement, EmploymentArea, PostalCode, Region, Territory
from jalon.territory.selectors import current_region, territory_of
from jalon.territory.services import load_communes
from jalon.territory.services.official import COLUMNS

pytestmark = pytest.mark.django_db


def problems_of(folder) -> list[str]:
    """Load a folder that must be refused; return what is said of it."""
    with pytest.raises(RefusedDataError) as refusal:
        load_region(folder)
    assert not Region.objects.exists()
    assert not Commune.objects.exists()
    assert Load.objects.get().state == LoadState.REFUSED
    return [str(problem) for problem in refusal.value.problems]


def test_a_tiny_region_is_kept(tmp_path):
    load_region(write_region(tmp_path))
    region = current_region()
    assert (region.brand, region.helpline_number) == ("Balise Petite-Île", "0262 00 00 00")
    assert region.colours == {"accent": "#0b4f6c", "accent_ink": "#ffffff", "support": "#f2c14e"}
    assert Commune.objects.count() == 3
    assert [code.code for code in Commune.objects.get(pk="97411").postal_codes.all()] == ["97400", "97490"]
    assert territory_of(Commune.objects.get(pk="97405")).name == "Sud"
    source = Source.objects.get(slug="region-petite-ile")
    assert (source.version, source.published_on.year, source.demonstration) == ("3", 2026, False)
    assert Commune.objects.get(pk="97405").source.title == "Communes de la Petite-Île"


def test_loading_twice_changes_nothing(tmp_path):
    folder = write_region(tmp_path)
    load_region(folder)
    tally = load_region(folder)
    assert (tally.created, tally.updated, tally.withdrawn) == (0, 0, 0)
    assert tally.unchanged > 10


def test_the_demonstration_region_is_complete():
    load_region(settings.JALON_REGION)
    assert Departement.objects.count() == 6
    assert Commune.objects.count() >= 150
    names = set(Territory.objects.values_list("name", flat=True))
    assert {"Dreux", "Orléans", "Issoudun", "Cher", "Loir-et-Cher", "Indre-et-Loire", "Pithiviers"} <= names
    assert all(territory_of(commune) for commune in Commune.objects.all())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"region": ('"#ffffff"', '"#33789a"')},
            "region.yaml, ligne 6, colours.accent_ink : contraste de 1,8 avec accent",
        ),
        ({"region": ('"#0b4f6c"', "bleu")}, "region.yaml, ligne 7, colours.accent : une couleur #rrvvbb"),
        ({"region": ("brand: Bal", "marque: Bal")}, "region.yaml, ligne 4, marque : champ inconnu"),
        (
            {"region": ("slug: petite-ile", "slug: grande-ile")},
            "region.yaml, ligne 1, slug : le dossier s'appelle",
        ),
        ({"balise": None}, "balise.svg, ligne 1 : fichier absent, que region.yaml annonce"),
        (
            {"balise": ("<circle", "<script/><circle")},
            "balise.svg, ligne 1 : le dessin contient un élément interdit",
        ),
        ({"departements": None}, "departements.csv : fichier absent"),
        (
            {"departements": ("code,name\n", "code,nom\n")},
            "departements.csv, ligne 1, name : colonne absente",
        ),
        (
            {"departements": ("code,name", "code,name,chef-lieu")},
            "departements.csv, ligne 1, chef-lieu : colonne inc",
        ),
        (
            {"communes": ("97416,", "97000,")},
            "communes.csv, ligne 3, insee_code : 97000 est un code postal, pas un",
        ),
        (
            {"communes": ("97416,", "9741,")},
            "communes.csv, ligne 3, insee_code : « 9741 » n'est pas un code INSEE",
        ),
        (
            {"communes": ("97416,", "97411,")},
            "communes.csv, ligne 3, insee_code : 97411 est déjà à la ligne 2",
        ),
        (
            {"communes": ("97410,974,12", "97410,975,12")},
            "communes.csv, ligne 4, departement : département inconnu",
        ),
        ({"communes": ("-21.3533", "0")}, "communes.csv, ligne 4, latitude : position à zéro"),
        ({"communes": ("-21.3533", "")}, "communes.csv, ligne 4, latitude : champ obligatoire absent"),
        ({"communes": ("-21.3533", "48°")}, "communes.csv, ligne 4, latitude : un nombre est attendu"),
        ({"communes": ("-21.3533", "-1.3533")}, "communes.csv, ligne 4, latitude : position hors de France"),
        (
            {"communes": ("55.5658,9402", "55.5658,9409")},
            "communes.csv, ligne 4, employment_area : bassin inconnu",
        ),
        (
            {"communes": ("97410,974,84", "9741,974,84")},
            "communes.csv, ligne 3, postal_codes : forme inattendue",
        ),
        (
            {"territories": ("slug: sud", "slug: nord")},
            "territories.yaml, ligne 5, slug : nord est déjà à la ligne 1",
        ),
        (
            {"territories": ('"97416"', '"97410"')},
            "territories.yaml, ligne 7, seat : 97410 est un code postal, pas",
        ),
        (
            {"territories": ('["9402"]', '["9401"]')},
            "bassin 9401 : 1 commune(s) dans plusieurs territoires (Nord, Sud)",
        ),
        (
            {"territories": ('["9402"]', "[]")},
            "département 974, bassin 9402 : 2 commune(s) dans aucun territoire",
        ),
        (
            {"territories": ('["9402"]', '["1"]')},
            "territories.yaml, ligne 8, employment_areas : bassin inconnu : 1",
        ),
    ],
)
def test_each_problem_is_said_with_its_line(tmp_path, changes, said):
    problems = problems_of(write_region(tmp_path, **changes))
    assert any(said in problem for problem in problems), problems


def test_every_problem_is_said_at_once(tmp_path):
    folder = write_region(
        tmp_path,
        communes=("97416,", "97000,"),
        organisations=('"97411"', '"97490"'),
        territories=("Nord", ""),
    )
    said = "\n".join(problems_of(folder))
    for file in ("communes.csv", "organisations.yaml", "territories.yaml"):
        assert file in said


def test_another_region_replaces_only_when_asked(tmp_path):
    load_region(settings.JALON_REGION)
    communes = Commune.objects.count()
    folder = write_region(tmp_path)
    with pytest.raises(RefusedDataError, match="--replace"):
        load_region(folder)
    assert Commune.objects.count() == communes
    load_region(folder, replace=True)
    assert [region.slug for region in Region.objects.all()] == ["petite-ile"]
    assert set(Commune.objects.values_list("name", flat=True)) == {"Port-Clair", "Anse-Bleue", "Roche-Verte"}
    assert EmploymentArea.objects.count() == 2
    assert not Source.objects.filter(title__contains="Centre-Val de Loire").exists()


def test_a_commune_that_leaves_is_marked(tmp_path):
    load_region(write_region(tmp_path / "one"))
    row = "97405,Roche-Verte,97410,974,12000,-21.3533,55.5658,9402\n"
    tally = load_region(write_region(tmp_path / "two", communes=(row, "")))
    assert tally.withdrawn == 1
    assert Commune.objects.get(pk="97405").withdrawn
    load_region(write_region(tmp_path / "three"))
    assert not Commune.objects.get(pk="97405").withdrawn
    assert PostalCode.objects.filter(commune="97405").count() == 1


def test_official_communes_need_a_region(tmp_path):
    path = tmp_path / "communes.csv"
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(RefusedDataError, match="aucune région n'est chargée"):
        load_communes(path)


def test_a_departement_that_still_has_communes_stays(tmp_path):
    load_region(write_region(tmp_path / "one", departements=("Île\n", "Île\n975,Autre\n")))
    other = Departement.objects.get(pk="975")
    Commune.objects.filter(pk="97405").update(departement=other)
    with pytest.raises(RefusedDataError, match="des communes déjà chargées en font partie : 975"):
        load_region(write_region(tmp_path / "two"))


def test_the_command_says_what_is_wrong_and_fails(tmp_path, capsys):
    folder = write_region(tmp_path, communes=("97416,", "97000,"))
    with pytest.raises(CommandError, match="rien n'a été chargé"):
        call_command("load_region", folder)
    assert "communes.csv, ligne 3, insee_code : 97000 est un code postal" in capsys.readouterr().err
