"""The national directory comes in, in both layouts: what is kept, what is refused, what comes first."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from tests.factories import source

from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import RefusedDataError
from jalon.training.models import Certification, CertificationOccupation
from jalon.training.services.certifications import load_rncp, writing
from jalon.training.tests.rncp_folder import KIT, SHEETS, TABLES, changed, write_sheets, write_tables

pytestmark = pytest.mark.django_db


def reasons(tally):
    return {(problem.field, problem.reason): count for problem, count in tally.grouped_rejects()}


def state():
    """Everything that a load writes but its reports."""
    links = Certification.replaced_by.through.objects
    return (
        sorted(map(str, Certification.objects.values_list())),
        sorted(CertificationOccupation.objects.values_list("certification", "rome_code", "source")),
        sorted(links.values_list("from_certification", "to_certification")),
    )


def test_the_present_sheets_give_every_fact(tmp_path):
    tally = load_rncp(write_sheets(tmp_path / "fc"))
    source = Source.objects.get()
    assert (source.slug, source.family, source.version) == ("rncp-2024-2-22", "rncp", "2024-02-22")
    assert source.published_on == date(2024, 2, 22)
    bread = Certification.objects.get(code="RNCP200")
    assert (bread.title, bread.kind, bread.kind_label) == ("Boulanger", "CAP", "Certificat d'aptitude")
    assert (bread.level, bread.active, bread.expires_on) == (3, True, date(2029, 8, 31))
    assert bread.access == ["apprenticeship", "experience"]
    assert bread.nsf == [["221", "Agro-alimentaire"]]
    assert bread.certifiers == ["MINISTERE"]
    assert list(bread.occupation_links.values_list("rome_code", flat=True)) == ["D1102"]
    old = Certification.objects.get(code="RNCP100")
    assert not old.active
    assert list(old.replaced_by.all()) == [bread]
    assert Certification.objects.get(code="RS300").level is None
    assert tally.read == Load.objects.get().read == 15


def test_what_cannot_be_taken_is_said_and_counted(tmp_path):
    tally = load_rncp(write_sheets(tmp_path / "fc"))
    assert reasons(tally) == {
        ("Codes_Rome_Code", "code de métier mal formé (une lettre et quatre chiffres)"): 1,
        ("Si_Jury", "voie d'accès inconnue (« Par magie »)"): 1,
        ("", "certification remplacée ou remplaçante inconnue"): 1,
    }
    lines = {problem.field: problem.line for problem, _count in tally.grouped_rejects()}
    assert lines == {"Codes_Rome_Code": 4, "Si_Jury": 4, "": 4}


def test_the_tables_of_2021_are_read_with_their_own_ways(tmp_path):
    load_rncp(write_tables(tmp_path / "2021"))
    assert Source.objects.get().version == "2021 (v1.4)"
    stone = Certification.objects.get(code="RNCP50")
    assert (stone.title, stone.level, stone.expires_on) == ("Métiers de la pierre", 4, date(2016, 8, 31))
    cut = Certification.objects.get(code="RNCP60")
    assert cut.title == "Tailleur, Mention pierre d'ornement"
    assert (cut.active, cut.expires_on) == (True, date(2024, 1, 1))
    assert [one.code for one in cut.replaces.all()] == ["RNCP50"]
    assert Certification.objects.get(code="RNCP70").access == ["school"]
    assert not Certification.objects.filter(title__contains="�").exists()


def test_the_apprenticeship_list_is_newer_than_the_tables(tmp_path):
    tally = load_rncp(write_tables(tmp_path / "2021", kit=KIT))
    cut = Certification.objects.select_related("source").get(code="RNCP60")
    assert (cut.expires_on, cut.active, cut.access) == (date(2028, 12, 31), True, ["apprenticeship"])
    assert cut.title == "Tailleur, Mention pierre d'ornement"
    assert cut.source.published_on == date(2023, 12, 18)
    assert Certification.objects.get(code="RNCP70").source.published_on is None
    assert reasons(tally)["Code_RNCP", "diplôme sans numéro de fiche RNCP"] == 1


def test_a_new_edition_takes_the_occupations_of_its_namesake_and_says_so(tmp_path):
    load_rncp(write_tables(tmp_path / "2021", kit=KIT))
    new = Certification.objects.get(code="RNCP80")
    assert (new.title, new.kind_label, new.level) == ("Menuisier installateur", "Certificat d'aptitude", 3)
    assert new.access == ["school", "apprenticeship"]
    link = new.occupation_links.select_related("source").get()
    assert (link.rome_code, link.source.slug) == ("F1607", "rncp-homonyms")
    alone = Certification.objects.get(code="RNCP90")
    assert not alone.occupation_links.exists()
    assert alone.source.family == "rncp-kit"


@pytest.mark.parametrize("kit", [None, KIT])
def test_twice_changes_nothing(tmp_path, kit):
    folder = write_tables(tmp_path / "2021", kit=kit)
    load_rncp(folder)
    before = state()
    again = load_rncp(folder)
    assert not again.changed
    assert state() == before


def test_a_correction_changes_only_what_it_says(tmp_path):
    load_rncp(write_sheets(tmp_path / "fc"))
    sheets = changed(SHEETS, "Rome", 3, "Codes_Rome_Code", "D1104")
    tally = load_rncp(write_sheets(tmp_path / "fc", sheets))
    assert (tally.created, tally.updated, tally.withdrawn) == (1, 0, 1)
    codes = CertificationOccupation.objects.filter(certification="RNCP200").values_list(
        "rome_code", flat=True
    )
    assert list(codes) == ["D1104"]


def test_the_newest_wins_and_what_it_does_not_name_stays(tmp_path):
    tables = changed(TABLES, "info", 2, "Numero_Fiche", "RNCP100")
    load_rncp(write_tables(tmp_path / "2021", tables))
    tally = load_rncp(write_sheets(tmp_path / "fc"))
    assert Certification.objects.get(code="RNCP100").title == "Boulanger"
    kept = Certification.objects.get(code="RNCP70")
    assert (kept.source.version, kept.occupation_links.count()) == ("2021 (v1.4)", 1)
    assert any(
        note.startswith("Certifications d'un chargement précédent") and note.endswith(" : 2.")
        for note in tally.notes
    )


def test_an_older_version_is_refused_unless_asked_for(tmp_path):
    load_rncp(write_sheets(tmp_path / "fc"))
    before = state()
    older = write_tables(tmp_path / "2021", changed(TABLES, "info", 2, "Numero_Fiche", "RNCP100"), kit=KIT)
    with pytest.raises(RefusedDataError, match="2023-12-18 plus ancienne que celle en place"):
        load_rncp(older)
    assert state() == before
    load_rncp(older, allow_older=True)
    assert Certification.objects.get(code="RNCP100").title == "Métiers de la pierre"


def test_a_code_that_the_list_alone_names_leaves_a_richer_one_in_place(tmp_path):
    ours = source(slug="region-essai", family="region")
    Certification.objects.create(code="RNCP90", title="Facteur de luths", source=ours)
    Certification.objects.create(code="RNCP60", title="Tailleur d'ici", source=ours)
    load_rncp(write_tables(tmp_path / "2021", kit=KIT))
    assert Certification.objects.get(code="RNCP90").title == "Facteur de luths"
    assert Certification.objects.get(code="RNCP60").title == "Tailleur, Mention pierre d'ornement"


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("Date_Fin_Enregistrement", "2029-08-31", "date illisible (« 2029-08-31 »)"),
        ("Intitule", "B" * 601, "texte trop long (au plus 600 caractères)"),
        ("Intitule", "", "intitulé absent"),
        ("Numero_Fiche", "200", "numéro de fiche mal formé (RNCP… ou RS… attendu)"),
    ],
)
def test_a_wrong_row_is_left_out(tmp_path, cell, value, said):
    tally = load_rncp(write_sheets(tmp_path / "fc", changed(SHEETS, "Standard", 3, cell, value)))
    assert not Certification.objects.filter(code="RNCP200").exists()
    problem = next(problem for problem, _count in tally.grouped_rejects() if problem.field == cell)
    assert (problem.line, problem.reason) == (3, said)
    assert reasons(tally)["Numero_Fiche", "certification absente de la liste"] >= 1


def refusal(folder):
    with pytest.raises(RefusedDataError) as caught:
        load_rncp(folder)
    assert not Certification.objects.exists()
    assert Load.objects.get().state == LoadState.REFUSED
    return [str(problem) for problem in caught.value.problems]


def test_what_is_missing_is_named(tmp_path):
    assert "dossier absent" in refusal(tmp_path / "nowhere")[0]
    Load.objects.all().delete()
    assert "aucun fichier du répertoire national" in refusal(tmp_path)[0]


def test_a_missing_sheet_is_named(tmp_path):
    sheets = {name: rows for name, rows in SHEETS.items() if name not in {"Rome", "Nsf"}}
    assert refusal(write_sheets(tmp_path / "fc", sheets)) == [
        "fc : fichier absent : export_fiches_CSV_nsf…_2024_02_22.csv",
        "fc : fichier absent : export_fiches_CSV_rome…_2024_02_22.csv",
    ]


def test_a_missing_table_is_named(tmp_path):
    tables = {name: rows for name, rows in TABLES.items() if name != "nsf"}
    assert refusal(write_tables(tmp_path / "2021", tables)) == ["2021 : fichier absent : rncp_nsf.v1.4.csv"]


def test_a_wrong_column_is_named(tmp_path):
    sheets = changed(SHEETS, "Standard", 1, "Actif", "Active")
    assert refusal(write_sheets(tmp_path / "fc", sheets)) == [
        "export_fiches_CSV_Standard_2024_02_22.csv, ligne 1, Actif : colonne absente"
    ]


def test_a_cell_that_never_ends_is_refused(tmp_path):
    sheets = changed(SHEETS, "Standard", 3, "Intitule", "B" * 200_000)
    assert "CSV illisible" in refusal(write_sheets(tmp_path / "fc", sheets))[0]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    folder = write_sheets(tmp_path / "fc")
    path = next(folder.glob("*Nsf*"))
    path.write_bytes(path.read_bytes().replace(b"Agro", b"\xe9"))
    assert refusal(folder) == [f"{path.name}, ligne 2 : le fichier n'est pas en UTF-8"]


def test_a_directory_without_a_certification_is_refused(tmp_path):
    sheets = dict(SHEETS, Standard=SHEETS["Standard"][:1])
    assert "aucune certification lisible" in refusal(write_sheets(tmp_path / "fc", sheets))[0]


def test_stopped_in_the_middle_nothing_is_written(tmp_path, monkeypatch):
    def stop(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(writing._Writing, "_write_successions", stop)
    with pytest.raises(KeyboardInterrupt):
        load_rncp(write_sheets(tmp_path / "fc"))
    assert not Certification.objects.exists()
    assert not Load.objects.exists()


def test_the_command_reports_and_refuses(tmp_path, capsys):
    folder = write_sheets(tmp_path / "fc")
    call_command("load_rncp", str(folder), "--quiet")
    assert "fc : 15 lignes lues" in capsys.readouterr().out
    older = write_tables(tmp_path / "2021")
    with pytest.raises(CommandError, match="rien n'a été chargé"):
        call_command("load_rncp", str(older), "--quiet")
    call_command("load_rncp", str(older), "--quiet", "--allow-older")
    assert Certification.objects.filter(code="RNCP50").exists()


def test_the_open_data_loads_whole_then_the_newer_sample(shared_data):
    folder = shared_data / "rncp-2021"
    tally = load_rncp(folder)
    assert tally.read > 190_000
    assert Certification.objects.count() == 17_369 + 1_821
    assert CertificationOccupation.objects.filter(source__family="rncp").count() == 44_991
    assert tally.rejected < 300
    assert {*Certification.objects.values_list("level", flat=True)} == {3, 4, 5, 6, 7, 8}
    assert not load_rncp(folder).changed
    load_rncp(next(folder.glob("fc_*")))
    assert Certification.objects.get(code="RNCP19468").source.version == "2024-02-22"
    assert Certification.objects.count() == 17_369 + 1_821 + 3
