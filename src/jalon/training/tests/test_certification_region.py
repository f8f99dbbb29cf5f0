"""The certifications of a region's folder: all of them or every problem, and never before the directory."""

import pytest
from tests.factories import source

from jalon.sources.models import Source
from jalon.sources.services import Tally
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.services.certifications import (
    clear_certifications,
    load_rncp,
    read_certifications,
    write_certifications,
)
from jalon.training.tests.rncp_folder import KIT, write_tables

pytestmark = pytest.mark.django_db

TWO = """\
- code: RNCP60
  title: Tailleur d'exemple
  kind: CAP
  kind_label: Certificat d'aptitude professionnelle
  level: 3
  access: [school, apprenticeship]
  rome: [F1612]
  nsf: [["234", "Bois"]]
  certifiers: [Ministère]
  replaced_by: RNCP90
- code: RNCP90
  title: Luthier d'exemple
  level: 3
  access: [school]
  rome: [B1501]
  expires_on: 2030-01-31
"""


def folder(tmp_path, text=TWO):
    path = tmp_path / "region" / "training"
    path.mkdir(parents=True, exist_ok=True)
    (path / "certifications.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "region"


def write(tmp_path, text=TWO) -> Tally:
    found, problems = read_certifications(folder(tmp_path, text))
    assert problems == []
    tally = Tally()
    write_certifications(found, source(slug="region-essai", family="region"), tally)
    return tally


def test_a_folder_gives_its_certifications(tmp_path):
    tally = write(tmp_path)
    cut = Certification.objects.get(code="RNCP60")
    assert (cut.title, cut.kind, cut.level, cut.active) == ("Tailleur d'exemple", "CAP", 3, True)
    assert (cut.access, cut.nsf, cut.certifiers) == (
        ["school", "apprenticeship"],
        [["234", "Bois"]],
        ["Ministère"],
    )
    assert [one.code for one in cut.replaced_by.all()] == ["RNCP90"]
    assert list(cut.occupation_links.values_list("rome_code", flat=True)) == ["F1612"]
    assert tally.created == 4
    assert not write(tmp_path).changed


def test_without_a_file_there_is_nothing(tmp_path):
    assert read_certifications(tmp_path) == ([], [])


def test_what_the_folder_no_longer_says_goes(tmp_path):
    write(tmp_path)
    write(tmp_path, TWO[TWO.index("- code: RNCP90") :])
    assert list(Certification.objects.values_list("code", flat=True)) == ["RNCP90"]
    assert CertificationOccupation.objects.count() == 1


def test_every_problem_is_told_with_its_line(tmp_path):
    text = """\
- code: CAP1
  title: Mal codé
  access: [school]
  rome: []
- code: RNCP1
  title: Sans voie
  level: 0
  access: []
  rome: [D11]
- code: RNCP2
  title: Remplacée
  access: [school, school]
  rome: []
  surprise: oui
- code: RNCP3
  title: Boucle
  access: [school]
  rome: []
  replaced_by: RNCP3
- code: RNCP3
  title: Double
  access: [school]
  rome: []
"""
    _found, problems = read_certifications(folder(tmp_path, text))
    assert {(problem.line, problem.field) for problem in problems} == {
        (1, "code"),
        (7, "level"),
        (8, "access"),
        (9, "rome.1"),
        (12, "access"),
        (14, "surprise"),
        (19, "replaced_by"),
        (20, "code"),
    }


@pytest.mark.parametrize("region_first", [True, False])
def test_the_directory_comes_before_the_folder_in_either_order(tmp_path, region_first):
    official = write_tables(tmp_path / "2021", kit=KIT)
    for step in (write, lambda _path: load_rncp(official))[:: 1 if region_first else -1]:
        step(tmp_path)
    cut = Certification.objects.get(code="RNCP60")
    assert cut.title == "Tailleur, Mention pierre d'ornement"
    assert list(cut.replaced_by.all()) == []
    # What the apprenticeship list alone names is thin: the folder's words stay.
    assert Certification.objects.get(code="RNCP90").title == "Luthier d'exemple"
    assert not load_rncp(official).changed
    assert not write(tmp_path).changed


def test_another_region_takes_them_away(tmp_path):
    write(tmp_path)
    clear_certifications(Source.objects.get(slug="region-essai"))
    assert not Certification.objects.exists()
