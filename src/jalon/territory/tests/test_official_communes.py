"""The official list of communes: it wins over the region's, and what it leaves is marked."""

import pytest
from django.core.management import call_command
from tests.tiny_region import write_region

from jalon.sources.models import Reject
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region
from jalon.territory.models import Commune, EmploymentArea, PostalCode
from jalon.territory.services import communes_written, load_communes

pytestmark = pytest.mark.django_db

HEAD = "code_insee,nom,codes_postaux,departement,population,latitude,longitude,code_bassin_bmo,bassin_bmo\n"
PORT = "97411,Port-Clair,97400 97417,974,151000,-20.88,55.45,9401,NORD\n"
ANSE = "97416,Anse-Bleue,97410,974,84500,-21.34,55.47,9402,SUD\n"
NEW = "97408,Cap-Vert,97413,974,900,-21.1,55.3,9403,OUEST DE L ILE\n"


@pytest.fixture(autouse=True)
def region(tmp_path):
    return load_region(write_region(tmp_path))


@pytest.fixture
def official(tmp_path):
    """Write an official file of these rows."""

    def write(*rows: str, name: str = "communes-petite-ile.csv"):
        path = tmp_path / name
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
        return path

    return write


def test_official_communes_win_and_the_others_stay(official, tmp_path):
    tally = load_communes(official(PORT, ANSE, NEW))
    assert (tally.read, tally.created, tally.updated, tally.withdrawn) == (3, 1, 2, 0)
    port = Commune.objects.get(pk="97411")
    assert (port.population, port.source.slug) == (151000, "communes-petite-ile")
    assert {code.code for code in port.postal_codes.all()} == {"97400", "97417"}
    assert Commune.objects.get(pk="97405").source.family == "region-places"
    assert EmploymentArea.objects.get(pk="9403").name == "Ouest de L Ile"
    again = load_region(tmp_path / "petite-ile")
    assert (again.created, again.updated, again.withdrawn) == (0, 0, 0)
    assert Commune.objects.get(pk="97411").population == 151000


def test_loading_twice_changes_nothing(official):
    path = official(PORT, ANSE, NEW)
    load_communes(path)
    tally = load_communes(path)
    assert (tally.created, tally.updated, tally.unchanged, tally.withdrawn) == (0, 0, 3, 0)


def test_who_keeps_places_by_commune_is_told_when_something_changed(official):
    told = []

    def listen(**sent):
        told.append(sent["sender"])

    communes_written.connect(listen)
    path = official(PORT, ANSE)
    load_communes(path)
    load_communes(path)
    communes_written.disconnect(listen)
    assert told == [Commune]


def test_a_new_postal_code_is_an_update(official):
    load_communes(official(PORT, ANSE))
    tally = load_communes(official(PORT.replace("97417", "97418"), ANSE))
    assert (tally.updated, tally.unchanged) == (1, 1)
    assert not PostalCode.objects.filter(code="97417").exists()


def test_a_commune_that_left_is_marked_and_comes_back(official):
    load_communes(official(PORT, ANSE, NEW))
    assert load_communes(official(PORT, ANSE)).withdrawn == 1
    assert Commune.objects.get(pk="97408").withdrawn
    assert load_communes(official(PORT, ANSE, NEW)).updated == 1
    assert not Commune.objects.get(pk="97408").withdrawn


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (ANSE.replace(",974,", ",75,"), "departement", "département 75 hors de la région"),
        (ANSE.replace("97416", "97000"), "code_insee", "97000 est un code postal, pas un code INSEE"),
        (ANSE.replace("97416", "97411"), "code_insee", "97411 est déjà à la ligne 2"),
        (ANSE.replace("-21.34", "0"), "latitude", "position à zéro"),
        (ANSE.replace("-21.34", "sud"), "latitude", "un nombre est attendu"),
        (ANSE.replace("-21.34", "inf"), "latitude", "position hors de France"),
        (ANSE.replace("84500", "beaucoup"), "population", "un nombre entier est attendu"),
        (ANSE.replace("97410", "9741"), "codes_postaux", "cinq chiffres"),
        (ANSE.replace("Anse-Bleue", ""), "nom", "1 à 100 signes"),
        ("97416,Anse-Bleue\n", "departement", "hors de la région"),
    ],
)
def test_a_wrong_row_is_left_out_with_its_line_and_reason(official, row, field, reason):
    tally = load_communes(official(PORT, row))
    reject = Reject.objects.get()
    assert (tally.rejected, reject.line, reject.field) == (1, 3, field)
    assert reason in reject.reason


def test_a_file_of_elsewhere_is_refused(official):
    with pytest.raises(RefusedDataError, match="aucune commune de la région"):
        load_communes(official(PORT.replace(",974,", ",75,")))
    assert not Commune.objects.filter(withdrawn=True).exists()


def test_a_file_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "communes.csv"
    path.write_text("code,nom\n1,2\n", encoding="utf-8")
    with pytest.raises(RefusedDataError, match="code_insee : colonne absente"):
        load_communes(path)


def test_the_command_prints_its_report(official, capsys):
    call_command("load_communes", official(PORT, ANSE.replace(",974,", ",75,")), "--quiet")
    out = capsys.readouterr().out
    assert "2 lignes lues" in out
    assert "ligne 3, departement : département 75 hors de la région" in out


def test_the_real_file(shared_data, settings):
    load_region(settings.JALON_REGION, replace=True)
    path = shared_data / "communes" / "communes-centre-val-de-loire.csv"
    tally = load_communes(path)
    assert (tally.read, tally.rejected) == (1754, 0)
    assert Commune.objects.filter(withdrawn=False).count() == 1754
    tally = load_communes(path)
    assert (tally.created, tally.updated, tally.withdrawn) == (0, 0, 0)
