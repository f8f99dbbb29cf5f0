"""Loading the hiring survey: what is kept, what is left out and why, twice the same thing writes nothing."""

import pytest
from django.core.management import CommandError, call_command
from tests import factories

from jalon.occupations.models import HiringFigure, JobFamily, OccupationFamily
from jalon.occupations.services import load_bmo
from jalon.occupations.tests.bmo_folder import HEADER, ROWS, figures_text, write_bmo
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import RefusedDataError
from jalon.territory.models import EmploymentArea

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    source = factories.source(slug="lieux")
    for code, name in (("2414", "Loches"), ("2415", "Tours"), ("2416", "Blois")):
        EmploymentArea.objects.create(code=code, name=name, source=source)


def links():
    rows = OccupationFamily.objects.order_by("rome_code", "family__code")
    return list(rows.values_list("rome_code", "family__code", "quality"))


def test_figures_families_and_links_are_kept(areas, tmp_path):
    tally = load_bmo(write_bmo(tmp_path / "bmo"))
    assert tally.rejected == 0
    figure = HiringFigure.objects.get(family__code="V0X60", area_code="2415")
    assert (figure.year, figure.projects, figure.difficult, figure.seasonal) == (2024, 120, 90, 12)
    assert (figure.departement_code, figure.source.slug, figure.source.version) == ("37", "bmo-2024", "2024")
    assert JobFamily.objects.get(code="B1X31").wider == "Gros œuvre"
    assert links() == [
        ("F1703", "B1X30", "approximate"),
        ("F1703", "B1X31", "approximate"),
        ("J1303", "V0X60", "exact"),
        ("J1304", "T2B60", "exact"),
        ("J1501", "V0X60", "exact"),
    ]
    via = OccupationFamily.objects.get(rome_code="F1703", family__code="B1X31").via
    assert "B2Z40" in via and "selon la qualification" in via


def test_a_star_is_kept_as_not_published(areas, tmp_path):
    load_bmo(write_bmo(tmp_path / "bmo"))
    hidden = HiringFigure.objects.get(family__code="V0X60", area_code="2414")
    assert (hidden.projects, hidden.difficult, hidden.seasonal) == (None, None, None)
    partly = HiringFigure.objects.get(family__code="V0X60", area_code="2416")
    assert (partly.projects, partly.difficult) == (40, None)


def test_the_report_says_what_joined_and_what_did_not(areas, tmp_path):
    notes = " ".join(load_bmo(write_bmo(tmp_path / "bmo")).notes)
    assert "3 exactement, 1 de façon approchée, 1 sans famille sur 5" in notes
    assert "D1213" in notes
    assert ": 5. Non publiés (*), gardés comme tels : 2." in notes
    assert "Lignes d'autres bassins d'emploi, laissées de côté : 1." in notes


def test_twice_writes_nothing(areas, tmp_path):
    folder = write_bmo(tmp_path / "bmo")
    assert load_bmo(folder).changed
    before = list(HiringFigure.objects.order_by("pk").values())
    again = load_bmo(folder)
    assert not again.changed and again.unchanged
    assert list(HiringFigure.objects.order_by("pk").values()) == before


def test_a_figure_that_leaves_the_file_leaves_the_year(areas, tmp_path):
    load_bmo(write_bmo(tmp_path / "bmo"))
    tally = load_bmo(write_bmo(tmp_path / "bmo", figures=figures_text(ROWS[:3])))
    assert tally.withdrawn == 2
    assert set(HiringFigure.objects.values_list("family__code", flat=True)) == {"V0X60"}


def test_an_older_year_with_the_older_families_stays_beside(areas, tmp_path):
    load_bmo(write_bmo(tmp_path / "bmo"))
    header = HEADER.replace("BE24", "BE23")
    rows = ("V0Z60,Aides-soignants,37,2415,80,60,*", "B2Z40,Maçons,37,2415,20,10,*")
    older = write_bmo(
        tmp_path / "vieux", figures=figures_text(rows, year=2023, header=header), name="bmo_2023.csv"
    )
    load_bmo(older)
    assert set(HiringFigure.objects.values_list("year", flat=True)) == {2023, 2024}
    assert set(JobFamily.objects.filter(vintage="2009").values_list("code", flat=True)) == {"V0Z60", "B2Z40"}
    of_2009 = OccupationFamily.objects.filter(family__vintage="2009", rome_code="J1304")
    assert of_2009.get().family.code == "V0Z60"
    assert HiringFigure.objects.filter(year=2024).count() == 5
    assert set(Source.objects.filter(family="bmo").values_list("slug", flat=True)) == {"bmo-2023", "bmo-2024"}


def test_wrong_rows_are_left_out_with_line_field_and_reason(areas, tmp_path):
    rows = (
        *ROWS,
        "V9X99,Inconnus,37,2416,10,*,*",
        "T2B60,Assistants maternels,37,2416,douze,*,*",
        "T2B60,Assistants maternels,37,2414,5,9,*",
        "V0X60,Aides-soignants,37,2415,7,*,*",
    )
    tally = load_bmo(write_bmo(tmp_path / "bmo", figures=figures_text(rows)))
    found = {(problem.line, problem.field): problem.reason for problem, _n in tally.grouped_rejects()}
    assert tally.rejected == 4
    assert "famille inconnue" in found[8, "Code métier BMO"]
    assert "nombre entier" in found[9, "met"]
    assert "dépasse" in found[10, "met"]
    assert "déjà donné" in found[11, "Code métier BMO"]
    assert HiringFigure.objects.count() == 5


@pytest.mark.parametrize("column", ["annee", "Code métier BMO", "Dept", "BE24", "xmet"])
def test_a_file_without_one_of_its_columns_is_refused(areas, tmp_path, column):
    figures = figures_text(header=HEADER.replace(column, "autre"))
    with pytest.raises(RefusedDataError, match="colonne absente"):
        load_bmo(write_bmo(tmp_path / "bmo", figures=figures))
    assert not HiringFigure.objects.exists() and not JobFamily.objects.exists()
    assert Load.objects.get().state == LoadState.REFUSED


@pytest.mark.parametrize("name", ["fap225_rome.csv", "Intitules_FAP2021.csv", "bmo_2024_essai.csv"])
def test_a_folder_without_one_of_its_files_is_refused(areas, tmp_path, name):
    folder = write_bmo(tmp_path / "bmo")
    (folder / name).unlink()
    with pytest.raises(RefusedDataError):
        load_bmo(folder)
    assert not HiringFigure.objects.exists()


def test_it_is_refused_before_the_region_and_for_another_region(tmp_path):
    folder = write_bmo(tmp_path / "bmo")
    with pytest.raises(RefusedDataError, match="chargez d'abord"):
        load_bmo(folder)
    EmploymentArea.objects.create(code="9401", name="Nord", source=factories.source(slug="lieux"))
    with pytest.raises(RefusedDataError, match="aucune ligne"):
        load_bmo(folder)


def test_the_other_official_text_completes_the_passage(areas, tmp_path):
    folder = write_bmo(tmp_path / "bmo")
    program = 'value $FAP9RSQ\n"J1502","J1501" =\t"T2B60"\n Other ="ZZZZZ";\n'
    (folder / "passage_fap2009_romev3.txt").write_text(program, encoding="cp1252")
    load_bmo(folder)
    assert ("J1502", "T2B60", "exact") in links()
    assert ("J1501", "V0X60", "exact") in links()


def test_the_command_prints_its_report_and_refuses_with_a_code(areas, tmp_path, capsys):
    call_command("load_bmo", str(write_bmo(tmp_path / "bmo")), quiet=True)
    assert "lignes lues" in capsys.readouterr().out
    with pytest.raises(CommandError, match="rien n'a été chargé"):
        call_command("load_bmo", str(tmp_path / "vide"), quiet=True)


def test_the_real_survey(shared_data, live_region):
    tally = load_bmo(shared_data / "bmo-2024")
    assert tally.rejected == 0
    assert HiringFigure.objects.filter(year=2024, source__slug="bmo-2024").count() == 2_626
    hidden = HiringFigure.objects.filter(source__slug="bmo-2024", projects=None)
    assert hidden.count() == 611
    rome = OccupationFamily.objects.filter(family__vintage="2021")
    joined = set(rome.values_list("rome_code", flat=True))
    approximate = set(rome.filter(quality="approximate").values_list("rome_code", flat=True))
    assert (len(joined - approximate), len(approximate)) == (374, 144)
    assert not load_bmo(shared_data / "bmo-2024").changed
