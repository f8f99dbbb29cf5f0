"""A region's example hiring figures: read whole or refused with the line; they leave with their region."""

import datetime

import pytest
from tests import factories
from tests.tiny_region import write_region

from jalon.occupations.models import HiringFigure, JobFamily, OccupationFamily
from jalon.occupations.services import hiring_is_stale, read_hiring
from jalon.sources.models import Source
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region

pytestmark = pytest.mark.django_db
HEADER = "family,label,occupations,area,projects,difficult,seasonal\n"
ROWS = (
    "CAN01,Coupe de la canne,A1416,9401,40,20,35\nCAN01,,,9402,*,*,*\nVAN01,Vanille,A1414 A1416,9401,9,*,*\n"
)


def region(tmp_path, text=HEADER + ROWS, **options):
    folder = write_region(tmp_path, **options)
    (folder / "hiring.csv").write_text(text, encoding="utf-8")
    return folder


def test_figures_are_kept_as_examples(tmp_path):
    folder = region(tmp_path)
    load_region(folder)
    source = Source.objects.get(family="hiring")
    assert source.demonstration
    figures = HiringFigure.objects.order_by("family__code", "area_code")
    assert list(figures.values_list("family__label", "area_code", "departement_code", "projects")) == [
        ("Coupe de la canne", "9401", "974", 40),
        ("Coupe de la canne", "9402", "974", None),
        ("Vanille", "9401", "974", 9),
    ]
    assert OccupationFamily.objects.filter(rome_code="A1416").count() == 2
    assert not load_region(folder).changed


def test_they_bear_last_year_and_say_when_it_is_past(tmp_path):
    load_region(region(tmp_path))
    year = HiringFigure.objects.first().year
    assert not hiring_is_stale(datetime.date(year + 1, 6, 1))
    assert hiring_is_stale(datetime.date(year + 2, 1, 1))


def test_a_folder_without_the_file_has_none_and_removes_those_of_before(tmp_path):
    folder = region(tmp_path)
    load_region(folder)
    (folder / "hiring.csv").unlink()
    load_region(folder)
    assert not HiringFigure.objects.exists() and not JobFamily.objects.exists()
    assert not Source.objects.filter(family="hiring").exists()


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("CAN02,,,9401,1,*,*", "label", "première ligne"),
        ("CAN02,Canne,A14,9401,1,*,*", "occupations", "code ROME"),
        ("CAN01,Autre nom,A1416,9402,1,*,*", "label", "déjà décrite"),
        ("CAN01,,,9999,1,*,*", "area", "inconnu"),
        ("CAN01,,,9401,1,*,*", "area", "déjà donné"),
        ("VAN01,,,9402,beaucoup,*,*", "projects", "nombre entier"),
        ("VAN01,,,9402,3,4,*", "projects", "dépasse"),
    ],
)
def test_a_wrong_row_refuses_the_region_with_its_line(tmp_path, row, field, reason):
    folder = region(tmp_path, HEADER + ROWS + row + "\n")
    _found, problems = read_hiring(folder)
    assert [(problem.line, problem.field) for problem in problems] == [(5, field)]
    assert reason in problems[0].reason
    with pytest.raises(RefusedDataError):
        load_region(folder)
    assert not HiringFigure.objects.exists()


def test_they_leave_with_their_region_and_real_figures_stay(tmp_path):
    load_region(region(tmp_path))
    real = factories.source(slug="bmo-2024", family="bmo")
    family = JobFamily.objects.create(code="V0X60", vintage="2021", label="Aides-soignants", source=real)
    HiringFigure.objects.create(family=family, year=2024, area_code="9401", source=real, projects=3)
    other = write_region(tmp_path, slug="autre-ile", region=("petite-ile", "autre-ile"))
    load_region(other, replace=True)
    assert list(JobFamily.objects.values_list("code", flat=True)) == ["V0X60"]
    assert HiringFigure.objects.count() == 1
