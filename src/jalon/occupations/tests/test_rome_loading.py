"""The official files come in: what is kept, what is refused, what a newer version changes."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.occupations.enums import SkillKind, Status
from jalon.occupations.models import (
    Domain,
    Occupation,
    OccupationCondition,
    OccupationEnvironment,
    OccupationSkill,
    OccupationText,
    Relation,
    Skill,
    Title,
)
from jalon.occupations.services import load_rome, rome
from jalon.occupations.tests.rome_folder import with_rows, without_rows, write_rome
from jalon.search.models import Change
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import RefusedDataError

pytestmark = pytest.mark.django_db


def counts():
    """How many rows each table holds, change log and reports apart."""
    models = (Domain, Occupation, OccupationCondition, OccupationEnvironment, OccupationSkill, OccupationText)
    return {model.__name__: model.objects.count() for model in (*models, Relation, Skill, Title, Source)}


def reasons(tally):
    return {(problem.field, problem.reason): count for problem, count in tally.grouped_rejects()}


def test_the_3_layout_gives_every_fact_with_its_source(tmp_path):
    tally = load_rome(write_rome(tmp_path / "rome"))
    source = Source.objects.get()
    assert (source.slug, source.family, source.version, source.published_on) == (
        "rome-3.47",
        "rome",
        "3.47",
        None,
    )
    occupation = Occupation.objects.get(code="A1501")
    assert (occupation.label, occupation.name, occupation.sort_name) == (
        "Aide aux soins animaux",
        "Aide aux soins animaux",
        "aide aux soins animaux",
    )
    assert occupation.summary == "Soigne les animaux d'une clinique."
    assert (occupation.interest_major, occupation.interest_minor) == ("R", "S")
    assert occupation.official
    assert occupation.source == source
    assert occupation.domain.label == "Soins aux animaux"
    assert occupation.domain.parent.code == "A"
    assert list(occupation.skill_links.values_list("skill_id", "kind", "position")) == [
        ("501", SkillKind.CORE, 101),
        ("601", SkillKind.CORE, 101),
        ("502", SkillKind.SPECIFIC, 203),
    ]
    assert Skill.objects.get(code="502").label == "Règles d'hygiène"
    assert occupation.environment_links.get().environment.label == "Clinique vétérinaire"
    title = Title.objects.get(code="101")
    assert (title.label, title.masculine, title.feminine) == (
        "Soigneur / Soigneuse d'animaux",
        "Soigneur d'animaux",
        "Soigneuse d'animaux",
    )
    assert tally.read == Load.objects.get().read == 39


def test_what_is_read_in_texts_is_marked_as_derived(tmp_path):
    load_rome(write_rome(tmp_path / "rome"))
    occupation = Occupation.objects.get(code="A1501")
    assert (occupation.level, occupation.level_derived) == (3, True)
    conditions = occupation.condition_links.order_by("condition").values_list("condition", "derived")
    assert list(conditions) == [("animals", True), ("nights", True), ("weekends", True)]
    assert {"outdoors"} <= set(
        OccupationCondition.objects.filter(occupation_id="A1502").values_list("condition", flat=True)
    )
    assert Occupation.objects.get(code="A1502").level is None


def test_a_code_missing_from_the_list_is_kept_and_said(tmp_path):
    tally = load_rome(write_rome(tmp_path / "rome"))
    assert Occupation.objects.get(code="A1503").label == "Toilettage des animaux"
    assert any("A1503" in note and "l'arborescence" in note for note in tally.notes)


def test_without_a_tree_line_the_first_title_names_the_missing_code(tmp_path):
    tables = without_rows("item_arborescence", 2, "A1503")
    tally = load_rome(write_rome(tmp_path / "rome", tables=tables))
    assert Occupation.objects.get(code="A1503").label == "Toiletteur / Toiletteuse d'animaux"
    assert any("sa première appellation" in note for note in tally.notes)


def test_links_that_do_not_resolve_are_one_grouped_reject(tmp_path):
    tally = load_rome(write_rome(tmp_path / "rome"))
    assert reasons(tally) == {("code_ogr", "activité dont le libellé n'est pas dans les fichiers"): 3}
    assert Load.objects.get().rejects.get().count == 3
    assert Occupation.objects.get(code="A1501").activities == {"core": ["602"]}
    assert Occupation.objects.get(code="A1502").activities == {"specific": ["602"]}


def test_the_tree_of_an_older_file_is_completed_by_the_newer(tmp_path):
    folder = write_rome(tmp_path / "rome")
    (folder / "unix_item_arborescence_v347_utf8.csv").rename(folder / "unix_item_arborescence_v327_utf8.csv")
    newer = "code_type_referentiel,code_pere,code_noeud,libelle_item_arbo,code_type_noeud"
    (folder / "unix_item_arborescence_v347_utf8.csv").write_text(
        f"{newer}\n6,A,A15,Soins et beauté des animaux,2\n", encoding="utf-8"
    )
    load_rome(folder)
    assert dict(Domain.objects.values_list("code", "label")) == {
        "A": "Agriculture, soins aux animaux",
        "A15": "Soins et beauté des animaux",
    }


@pytest.mark.parametrize("version", [347, 460])
def test_loading_twice_changes_nothing(tmp_path, version):
    load_rome(write_rome(tmp_path / "first"))
    folder = write_rome(tmp_path / "rome", version=version)
    load_rome(folder)
    before, noted = counts(), Change.objects.count()
    tally = load_rome(folder)
    assert (tally.created, tally.updated, tally.withdrawn) == (0, 0, 0)
    assert not tally.changed
    assert counts() == before
    assert Change.objects.count() == noted


def test_broken_rows_are_left_out_with_their_line_and_the_rest_is_kept(tmp_path):
    tables = {
        **with_rows("referentiel_code_rome", ("A15", "Trop court"), ("A1501", "Encore"), ("A1509", "")),
        **with_rows(
            "referentiel_appellation",
            ("abc", "Sans code", "A1501"),
            ("101", "Déjà dit", "A1501"),
            ("199", "Orpheline", "Z9999"),
            ("198", "", "A1501"),
            ("197", "x" * 251, "A1501"),
        ),
        **with_rows(
            "texte", ("A1501", "0", "1", "Encore"), ("A1501", "x", "1", "Sans position"), ("", "1", "1", "y")
        ),
        **with_rows("referentiel_code_rome_riasec", ("A1501", "Z", "")),
        **with_rows(
            "liens_rome_referentiels",
            ("A1501", "599", "7", "1", "1", "1"),
            ("A1501", "799", "5", "1", "5", "1"),
        ),
    }
    tally = load_rome(write_rome(tmp_path / "rome", tables=tables))
    found = reasons(tally)
    assert found == {
        ("code_rome", "code ROME mal formé"): 1,
        ("code_rome", "code A1501 écrit deux fois"): 1,
        ("libelle_rome", "texte absent"): 1,
        ("code_ogr", "code d'appellation mal formé"): 1,
        ("code_ogr", "appellation écrite deux fois"): 1,
        ("code_rome", "code ROME inconnu"): 1,
        ("libelle_appellation", "texte absent"): 1,
        ("libelle_appellation", "texte trop long (au plus 250 caractères)"): 1,
        ("position_libelle_txt", "position écrite deux fois"): 1,
        ("code_type_texte", "texte sans rubrique, sans position ou vide"): 1,
        ("code_rome", "code ROME absent"): 1,
        ("riasec_majeur", "lettre hors de R, I, A, S, E, C"): 1,
        ("code_ogr", "compétence inconnue"): 1,
        ("code_ogr", "environnement ou type de lien inconnu"): 1,
        ("code_ogr", "activité dont le libellé n'est pas dans les fichiers"): 3,
    }
    assert tally.rejected == 17
    titles = [
        p
        for p, _count in tally.grouped_rejects()
        if "appellation" in p.file and p.reason == "code ROME inconnu"
    ]
    assert [problem.line for problem in titles] == [8]
    assert Title.objects.count() == 4


def test_a_missing_column_refuses_the_whole(tmp_path):
    tables = {"referentiel_appellation": ("code_ogr,code_rome", [("101", "A1501")])}
    with pytest.raises(RefusedDataError) as refusal:
        load_rome(write_rome(tmp_path / "rome", tables=tables))
    assert [(p.file, p.line, p.field) for p in refusal.value.problems] == [
        ("unix_referentiel_appellation_v347_utf8.csv", 1, "libelle_appellation_long")
    ]
    assert not Occupation.objects.exists()
    assert Load.objects.get().state == LoadState.REFUSED


def test_a_missing_file_refuses_the_whole(tmp_path):
    with pytest.raises(RefusedDataError, match="texte_v"):
        load_rome(write_rome(tmp_path / "rome", tables={"texte": None}))


@pytest.mark.parametrize(
    "make", [lambda path: path.mkdir(), lambda path: None, lambda path: path.write_text("x")]
)
def test_a_folder_that_is_not_rome_is_refused(tmp_path, make):
    make(tmp_path / "rome")
    with pytest.raises(RefusedDataError):
        load_rome(tmp_path / "rome")


def test_another_encoding_refuses_the_whole(tmp_path):
    folder = write_rome(tmp_path / "rome")
    path = folder / "unix_texte_v347_utf8.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(RefusedDataError, match="UTF-8"):
        load_rome(folder)
    assert not Occupation.objects.exists()


def test_a_load_that_dies_in_the_middle_leaves_nothing_half_written(tmp_path, monkeypatch):
    load_rome(write_rome(tmp_path / "first"))
    before = counts()

    def die(**options):
        raise KeyboardInterrupt

    monkeypatch.setattr(rome, "relate_occupations", die)
    with pytest.raises(KeyboardInterrupt):
        load_rome(write_rome(tmp_path / "rome", version=460))
    assert counts() == before
    assert Load.objects.count() == 1


def test_version_4_moves_titles_adds_children_and_keeps_the_older_texts(tmp_path):
    load_rome(write_rome(tmp_path / "first"))
    tally = load_rome(write_rome(tmp_path / "rome", version=460))
    assert tally.rejected == 0
    assert Title.objects.get(code="102").occupation_id == "A1504"
    assert Title.objects.count() == 5, "a code's own line is not a title that people choose"
    child = Occupation.objects.get(code="A1504")
    assert (child.parent_id, child.source.slug) == ("A1501", "rome-4.60")
    assert not child.texts.exists(), "the page shows its parent's"
    assert (child.level, child.level_derived, child.interest_major) == (3, True, "R")
    assert child.condition_links.filter(condition="nights", derived=True).exists()
    kept = Occupation.objects.get(code="A1501")
    assert (kept.label, kept.parent, kept.interest_minor) == ("Soigneur / Soigneuse d'animaux", None, "S")
    assert set(kept.texts.values_list("source__slug", flat=True)) == {"rome-3.47"}


def test_a_code_that_goes_keeps_its_page_and_says_what_replaced_it(tmp_path):
    load_rome(write_rome(tmp_path / "first"))
    load_rome(write_rome(tmp_path / "rome", version=460))
    gone = Occupation.objects.get(code="A1502")
    assert gone.status == Status.WITHDRAWN
    assert gone.withdrawn_on is not None
    assert [new.code for new in gone.replaced_by.all()] == ["A1505"]
    assert gone.texts.exists()
    assert not Relation.objects.filter(related=gone).exists()
    assert Change.objects.filter(kind="occupation", key="A1502").exists()


def test_without_parents_the_codes_that_received_its_titles_replace_it(tmp_path):
    load_rome(write_rome(tmp_path / "first"))
    columns = "code_rome,code_ogr,libelle_rome,code_rome_parent"
    rows = [
        ("A1501", "9001", "Soigneur", ""),
        ("A1503", "9003", "Toiletteur", ""),
        ("A1504", "9004", "Auxiliaire", ""),
        ("A1505", "9005", "Maréchal-ferrant", ""),
    ]
    load_rome(write_rome(tmp_path / "rome", version=460, tables={"referentiel_code_rome": (columns, rows)}))
    assert [new.code for new in Occupation.objects.get(code="A1502").replaced_by.all()] == ["A1505"]


def test_a_title_that_goes_is_withdrawn_and_comes_back(tmp_path):
    load_rome(write_rome(tmp_path / "first"))
    tally = load_rome(
        write_rome(tmp_path / "without", tables=without_rows("referentiel_appellation", 0, "102"))
    )
    assert tally.withdrawn == 1
    assert Title.objects.get(code="102").withdrawn
    load_rome(tmp_path / "first")
    assert not Title.objects.get(code="102").withdrawn


def test_a_code_that_comes_back_is_in_force_again(tmp_path):
    load_rome(write_rome(tmp_path / "first"))
    load_rome(write_rome(tmp_path / "rome", version=460))
    load_rome(tmp_path / "first", allow_older=True)
    back = Occupation.objects.get(code="A1502")
    assert (back.status, back.withdrawn_on, back.replaced_by.count()) == (Status.ACTIVE, None, 0)
    assert Occupation.objects.get(code="A1504").status == Status.WITHDRAWN


def test_an_older_version_is_refused(tmp_path):
    load_rome(write_rome(tmp_path / "rome", version=460))
    before = counts()
    with pytest.raises(RefusedDataError, match="--allow-older"):
        load_rome(write_rome(tmp_path / "older"))
    assert counts() == before
    assert Load.objects.filter(state=LoadState.DONE).count() == 1


def test_a_load_asks_few_questions_whatever_its_size(tmp_path):
    small, large = write_rome(tmp_path / "small"), tmp_path / "large"
    many = [(str(2000 + at), f"Soigneur numéro {at}", "A1501") for at in range(300)]
    write_rome(large, tables=with_rows("referentiel_appellation", *many))
    with CaptureQueriesContext(connection) as first:
        load_rome(small)
    with CaptureQueriesContext(connection) as second:
        load_rome(large)
    assert len(second) <= len(first) + 5


def test_the_command_prints_its_report(tmp_path, capsys):
    call_command("load_rome", write_rome(tmp_path / "rome"), "--quiet")
    out = capsys.readouterr().out
    assert "rome : 39 lignes lues" in out
    assert "À savoir : A1503 manque" in out
    assert "(3 lignes, la première citée)" in out


def test_the_command_fails_plainly(tmp_path, capsys):
    with pytest.raises(CommandError, match="rien n'a été chargé"):
        call_command("load_rome", tmp_path / "nowhere")
    assert "dossier absent" in capsys.readouterr().err


def test_near_lists_what_is_shared(tmp_path, capsys):
    load_rome(write_rome(tmp_path / "rome"))
    call_command("near", "a1501", "--limit", "1", "--json")
    (found,) = json.loads(capsys.readouterr().out)
    assert found["code"] in {"A1502", "A1503"}
    assert 0 < found["score"] < 1
    assert any("commune" in reason for reason in found["why"])
    call_command("near", "A1501")
    assert "Métiers proches de Aide aux soins animaux (A1501)" in capsys.readouterr().out
    call_command("relate")
    assert "0 liens créés, 0 modifiés, 0 retirés" in capsys.readouterr().out


def test_near_refuses_a_code_it_does_not_know():
    with pytest.raises(CommandError, match="Code ROME inconnu : Z9999"):
        call_command("near", "Z9999", "--json")
