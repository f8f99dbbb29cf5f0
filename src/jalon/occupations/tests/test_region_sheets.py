"""The region's sectors, domains and sheets: taken whole, refused with the line, beside official data."""

import textwrap
from pathlib import Path

import pytest

from jalon.occupations.enums import Level, TitleKind
from jalon.occupations.models import (
    Domain,
    Occupation,
    OccupationCondition,
    Relation,
    Sector,
    Sheet,
    Skill,
    Title,
    WayIn,
)
from jalon.occupations.services import load_rome, read_occupations, write_occupations
from jalon.occupations.tests.rome_folder import write_rome
from jalon.search.models import Change
from jalon.sources.models import Source
from jalon.sources.services import Tally

pytestmark = pytest.mark.django_db

DOMAINS = """
- {code: A, label: Nature et animaux}
- {code: A15, label: Soins aux animaux}
"""
SECTORS = """
- slug: agriculture
  name: Agriculture et animaux
  summary: Soigner les bêtes.
  icon: sprout
  priority: true
  domains: [A15]
- slug: sante
  name: Santé
  summary: Soigner les gens.
  icon: heart
"""
SOIGNEUR = """
- code: A1501
  title: {masculine: Soigneur d'animaux, feminine: Soigneuse d'animaux}
  other_titles: [Soigneur animalier, ASV]
  people_say: [travailler avec les animaux]
  summary: Vous prenez soin des animaux.
  day: [Nettoyer les cages, Donner à manger]
  you_like: [les animaux]
  hard: Vous travaillez le week-end.
  skills: [Nourrir un animal, Nettoyer]
  conditions: [animals, weekends]
  interests: RS
  sectors: [sante]
  level: 4
  ways_in:
    - {diploma: Titre d'ASV, level: 4, by: [school, apprenticeship], months: 24}
    - {diploma: "Sans diplôme, formation sur le poste", level: 0, by: [direct], note: Plus rare.}
  prospects: Les cliniques recrutent.
"""
MARECHAL = SOIGNEUR.replace("A1501", "A1502").replace("Soigneur d'animaux", "Maréchal-ferrant").replace(
    "Soigneuse d'animaux", "Maréchale-ferrante"
).replace("[Soigneur animalier, ASV]", "[Forgeron]")  # fmt: skip


def region(folder: Path, *, domains=DOMAINS, sectors=SECTORS, **sheets) -> Path:
    """Write a tiny region: `sheets` are files of `occupations/` by name."""
    (folder / "occupations").mkdir(parents=True, exist_ok=True)
    for path in (folder / "occupations").iterdir():
        path.unlink()
    (folder / "domains.yaml").write_text(textwrap.dedent(domains), encoding="utf-8")
    (folder / "sectors.yaml").write_text(textwrap.dedent(sectors), encoding="utf-8")
    for name, text in sheets.items():
        (folder / "occupations" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def taken(folder: Path) -> Tally:
    """Read and write a region's occupations; fail on any problem."""
    found, problems = read_occupations(folder)
    assert problems == []
    source, _new = Source.objects.get_or_create(
        slug="region-essai", defaults={"family": "region", "title": "Essai"}
    )
    tally = Tally()
    write_occupations(found, source, tally)
    return tally


def test_a_sheet_gives_an_occupation_with_all_that_it_says(tmp_path):
    tally = taken(region(tmp_path, a=SOIGNEUR))
    occupation = Occupation.objects.get()
    assert (occupation.code, occupation.name, occupation.label) == (
        "A1501",
        "Soigneur d'animaux / Soigneuse d'animaux",
        "Soigneur d'animaux / Soigneuse d'animaux",
    )
    assert occupation.sort_name == "soigneur d'animaux / soigneuse d'animaux"
    assert occupation.summary == "Vous prenez soin des animaux."
    assert (occupation.level, occupation.level_derived, occupation.official) == (Level.BAC, False, False)
    assert (occupation.interest_major, occupation.interest_minor) == ("R", "S")
    assert occupation.domain.label == "Soins aux animaux"
    assert set(occupation.sectors.values_list("slug", flat=True)) == {"agriculture", "sante"}
    titles = occupation.titles.order_by("code").values_list("code", "masculine", "feminine", "kind")
    assert list(titles) == [
        ("sheet:A1501:asv", "ASV", "ASV", TitleKind.SHEET),
        ("sheet:A1501:soigneur-animalier", "Soigneur animalier", "Soigneur animalier", TitleKind.SHEET),
        (
            "sheet:A1501:soigneur-d-animaux-soigneuse-d-animaux",
            "Soigneur d'animaux",
            "Soigneuse d'animaux",
            TitleKind.SHEET,
        ),
    ]
    assert list(occupation.skill_links.values_list("skill_id", "skill__label")) == [
        ("sheet:nourrir-un-animal", "Nourrir un animal"),
        ("sheet:nettoyer", "Nettoyer"),
    ]
    ways = occupation.sheet.ways_in.values_list("diploma", "level", "modes", "months", "note")
    assert list(ways) == [
        ("Titre d'ASV", 4, ["school", "apprenticeship"], 24, ""),
        ("Sans diplôme, formation sur le poste", 0, ["direct"], None, "Plus rare."),
    ]
    assert tally.read == 5
    noted = set(Change.objects.values_list("kind", "key"))
    assert {("occupation", "A1501"), ("sector", "agriculture"), ("skill", "sheet:nettoyer")} <= noted


def test_loading_the_same_folder_twice_changes_nothing(tmp_path):
    taken(region(tmp_path, a=SOIGNEUR, b=MARECHAL))
    noted = Change.objects.count()
    assert not taken(tmp_path).changed
    assert Change.objects.count() == noted


def test_a_sheet_that_goes_takes_its_occupation_away(tmp_path):
    taken(region(tmp_path, a=SOIGNEUR, b=MARECHAL))
    assert Relation.objects.exists()
    taken(region(tmp_path, a=SOIGNEUR))
    assert list(Occupation.objects.values_list("code", flat=True)) == ["A1501"]
    assert not WayIn.objects.filter(sheet__occupation_id="A1502").exists()
    assert not Relation.objects.exists()
    assert Change.objects.filter(kind="occupation", key="A1502").exists()


def test_a_sector_that_goes_leaves_the_occupations(tmp_path):
    taken(region(tmp_path, a=SOIGNEUR))
    taken(region(tmp_path, sectors=SECTORS.replace("[A15]", "[A11]"), a=SOIGNEUR))
    assert list(Occupation.objects.get().sectors.values_list("slug", flat=True)) == ["sante"]


def test_a_sector_may_name_a_single_occupation(tmp_path):
    taken(region(tmp_path, sectors=SECTORS.replace("[A15]", "[A1502]"), a=SOIGNEUR, b=MARECHAL))
    assert [o.code for o in Sector.objects.get(slug="agriculture").occupations.all()] == ["A1502"]


@pytest.mark.parametrize("region_first", [True, False])
def test_official_facts_and_the_sheet_live_side_by_side(tmp_path, region_first):
    folder, rome = region(tmp_path / "region", a=SOIGNEUR), write_rome(tmp_path / "rome")
    for load in (taken, load_rome) if region_first else (load_rome, taken):
        load(folder if load is taken else rome)
    occupation = Occupation.objects.get(code="A1501")
    assert occupation.name == "Soigneur d'animaux / Soigneuse d'animaux"
    assert occupation.label == "Aide aux soins animaux"
    assert occupation.summary == "Vous prenez soin des animaux."
    assert (occupation.official, occupation.source.slug) == (True, "rome-3.47")
    assert (occupation.level, occupation.level_derived) == (4, False)
    assert set(occupation.texts.values_list("source__slug", flat=True)) == {"rome-3.47"}
    assert occupation.sheet.source.slug == "region-essai"
    assert occupation.titles.count() == 5
    conditions = set(occupation.condition_links.values_list("condition", "derived", "source__slug"))
    assert conditions == {
        ("animals", False, "region-essai"),
        ("weekends", False, "region-essai"),
        ("nights", True, "rome-3.47"),
    }
    assert Domain.objects.get(code="A15").source.slug == "region-essai"
    assert set(Occupation.objects.get(code="A1502").sectors.values_list("slug", flat=True)) == {"agriculture"}
    assert not load_rome(rome).changed
    assert not taken(folder).changed


def test_a_sheet_that_goes_leaves_the_official_occupation(tmp_path):
    load_rome(write_rome(tmp_path / "rome"))
    taken(region(tmp_path / "region", a=SOIGNEUR))
    taken(region(tmp_path / "region"))
    occupation = Occupation.objects.get(code="A1501")
    assert (occupation.name, occupation.level, occupation.level_derived) == (
        "Aide aux soins animaux",
        3,
        True,
    )
    assert not Sheet.objects.exists()
    assert not Title.objects.filter(kind=TitleKind.SHEET).exists()
    assert not Skill.objects.filter(code__startswith="sheet:").exists()
    assert not OccupationCondition.objects.filter(derived=False).exists()
    assert occupation.condition_links.filter(condition="weekends", derived=True).exists()
    assert not Relation.objects.filter(occupation__official=False).exists()


@pytest.mark.parametrize(
    ("change", "line", "field", "reason"),
    [
        (("code: A1501", "code: 1501"), 2, "code", "un texte est attendu"),
        (("code: A1501", "code: B1501"), 2, "code", "domaine inconnu (B15)"),
        ((", feminine: Soigneuse d'animaux", ""), 3, "title.feminine", "champ obligatoire absent"),
        (("code: A1501", "code: A15"), 2, "code", "forme inattendue"),
        (("other_titles: [Soigneur animalier, ASV]\n  ", ""), 2, "other_titles", "champ obligatoire absent"),
        (("  hard:", "  dur: non\n  hard:"), 9, "dur", "champ inconnu"),
        (("[animals, weekends]", "[animals, nuits]"), 11, "conditions.2", "valeur inconnue"),
        (("[animals, weekends]", "[animals, animals]"), 11, "conditions", "« animals » écrit deux fois"),
        (("interests: RS", "interests: RX"), 12, "interests", "deux lettres différentes"),
        (("interests: RS", "interests: RR"), 12, "interests", "deux lettres différentes"),
        (("sectors: [sante]", "sectors: [social]"), 13, "sectors", "secteur inconnu (social)"),
        (("  level: 4\n", "  level: 1\n"), 14, "level", "valeur inconnue"),
        (("by: [direct]", "by: [oral]"), 17, "ways_in.2.by.1", "valeur inconnue"),
        (("months: 24", "months: deux ans"), 16, "ways_in.1.months", "un nombre entier est attendu"),
        (
            ("summary: Vous", f"summary: {'x' * 300} Vous"),
            6,
            "summary",
            "texte trop long (au plus 300 caractères)",
        ),
        (("skills: [Nourrir un animal, Nettoyer]", "skills: []"), 10, "skills", "il en faut au moins 1"),
    ],
)
def test_a_problem_says_file_line_field_and_reason(tmp_path, change, line, field, reason):
    text = SOIGNEUR.replace(*change)
    assert text != SOIGNEUR
    _found, problems = read_occupations(region(tmp_path, a=text))
    assert [(problem.file, problem.line, problem.field) for problem in problems] == [("a.yaml", line, field)]
    assert reason in problems[0].reason


def test_problems_between_files_are_told(tmp_path):
    other = MARECHAL.replace("Nettoyer]", "nettoyer]")
    _found, problems = read_occupations(region(tmp_path, a=SOIGNEUR, b=SOIGNEUR, c=other))
    assert [(problem.file, problem.line, problem.reason) for problem in problems] == [
        ("b.yaml", 2, "A1501 est déjà décrit (a.yaml, ligne 2)"),
        ("c.yaml", 10, "« nettoyer » s'écrit « Nettoyer » ailleurs (a.yaml, ligne 10)"),
    ]


def test_problems_of_sectors_and_domains_are_told(tmp_path):
    folder = region(
        tmp_path,
        domains=DOMAINS + "- {code: A15, label: Encore}\n- {code: B11, label: Arts}\n",
        sectors=SECTORS + "- {slug: sante, name: Encore, summary: x, icon: y, domains: [A15, santé]}\n",
    )
    _found, problems = read_occupations(folder)
    assert [(problem.file, problem.line, problem.field) for problem in problems] == [
        ("sectors.yaml", 12, "domains.2"),
        ("domains.yaml", 4, "code"),
        ("domains.yaml", 5, "code"),
    ]


def test_a_region_without_these_files_is_told_which(tmp_path):
    _found, problems = read_occupations(tmp_path)
    assert {(problem.file, problem.reason) for problem in problems} == {
        ("domains.yaml", "fichier absent"),
        ("sectors.yaml", "fichier absent"),
    }


def test_the_demonstration_region_holds_what_it_promises(settings):
    taken(settings.JALON_REGION)
    assert Sheet.objects.count() >= 120
    assert set(Sheet.objects.values_list("level", flat=True)) == set(Level.values)
    broad = set(Occupation.objects.values_list("domain__parent_id", flat=True))
    assert broad == set("ABCDEFGHIJKLMN")
    assert Sector.objects.count() == 27
    assert not Sector.objects.filter(occupations=None).exists()
    assert not Occupation.objects.filter(sectors=None).exists()
    assert not Occupation.objects.filter(relations=None).exists()
