"""Files of organisations and contacts: said before, taken row by row, given so that they may come back."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertRedirects
from tests import factories
from tests.readonly import readonly

from jalon.directory.models import Contact, ImportDraft, Organisation
from jalon.directory.rules import exchange
from jalon.directory.rules.contacts import plain_phone, plain_siret
from jalon.directory.rules.duplicates import Alikes, Known
from jalon.directory.rules.exchange import CONTACTS, STRUCTURES, read_row, unquoted
from jalon.directory.selectors.rights import rights_of
from jalon.directory.services.exporting import exported_csv, exported_workbook
from jalon.directory.services.importing import apply_import, keep_draft, plan_import
from jalon.sources.rules import cell_text

FILES = "/equipe/annuaire/fichiers/"
TODAY = timezone.localdate


@given(st.text(max_size=30))
def test_what_an_export_protects_comes_back_as_it_was(text):
    if not text.startswith("'") and "\0" not in text:
        assert unquoted(cell_text(text)) == text


@given(st.integers(1, 9), st.integers(0, 99_999_999), st.sampled_from(["0", "+33", "0033", "33", "+33 (0)"]))
def test_a_number_is_the_same_however_it_is_written(first, rest, before):
    digits = f"{first}{rest:08}"
    if before == "0" and digits.startswith("800"):
        return
    expected = plain_phone(f"0{digits}")
    assert plain_phone(f"{before}{digits}") == expected
    assert plain_phone(expected) == expected
    assert plain_phone(digits) == expected, "a spreadsheet took the first zero away"


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_reason(text):
    for rule in (plain_phone, plain_siret):
        try:
            assert rule(rule(text)) == rule(text)
        except ValueError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"typologie": "CHRS"}, "typologie"),
        ({"siret": "123"}, "siret"),
        ({"siret": "73282932000075"}, "siret"),
        ({"telephone": "12"}, "telephone"),
        ({"courriel": "ana"}, "courriel"),
        ({"site_web": "javascript:alert(1)"}, "site_web"),
        ({"latitude": "nord"}, "latitude"),
        ({"latitude": "nan"}, "latitude"),
        ({"services": "|".join("abcdefghij")}, "services"),
        ({"nom": "x" * 201}, "nom"),
    ],
)
def test_a_cell_that_is_wrong_is_said_by_its_column(row, column):
    assert [name for name, _reason in read_row(STRUCTURES, row)[1]] == [column]


def test_the_networks_of_data_inclusion_are_understood_and_ours_too():
    assert exchange.read_kind("ML") == exchange.read_kind("mission locale") == "mission-locale"
    assert exchange.read_kind("PE") == exchange.read_kind("FT") == "france-travail"
    for kind, code in exchange.CODES.items():
        assert exchange.read_kind(code) == kind


def test_alikes_are_told_by_name_site_address_and_siret():
    siret, site = "73282932000074", "https://www.cio.fr/"
    held = Alikes([Known("a", "cio de blois", "41018", "1 rue du mail", site, siret)])
    assert held.of(Known("", "CIO   de Blois".lower(), "37261")) == [("a", "même nom")]
    assert held.of(Known("", "autre", "1", "", "http://cio.fr")) == [("a", "même site")]
    assert held.of(Known("", "autre", "41018", "1, rue du Mail".lower())) == [("a", "même adresse")]
    assert held.of(Known("", "autre", "37261", "1 rue du mail")) == []
    assert held.of(Known("", "autre", "1", siret=siret)) == [("a", "même SIRET")]
    assert held.of(Known("a", "cio de blois", "41018")) == [], "not itself"


# What follows asks the database.

HEADER = "id;nom;typologie;commune;code_postal;telephone;publics\n"


@pytest.fixture
def officer(db):
    account = factories.account(is_staff=False, name="Renée")
    factories.membership(account, "region-officer")
    return account


@pytest.fixture
def blois(db) -> Organisation:
    made = factories.organisation("CIO de Blois", slug="cio-blois", kind="cio", phone="02 61 91 00 01")
    territory = factories.territory("Loir-et-Cher", slug="loir-et-cher")
    territory.departements.add("41")
    made.territories.add(territory)
    return made


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def draft(account, text: str, what: str = STRUCTURES) -> ImportDraft:
    return keep_draft(author=account, what=what, name="a.csv", content=text.encode(), now=timezone.now())


def planned(account, text: str, what: str = STRUCTURES):
    return plan_import(draft(account, text, what), rights=rights_of(account), today=TODAY())


def test_a_file_is_said_before_it_is_taken(officer, blois):
    text = HEADER + (
        "cio-blois;;;;;0261910002;\n"
        ";Mission locale neuve;ML;Blois;41000;;Les jeunes\n"
        "cio-blois;CIO de Blois;;;;;\n"
        ";Sans réseau;;Blois;;;\n"
        ";Loin;CIO;Nulle-part;;;\n"
    )
    plan = planned(officer, text)
    assert [(row.label, row.line) for row in plan.new] == [("Mission locale neuve, Blois", 3)]
    assert [row.changes for row in plan.changed] == [[("Téléphone", "02 61 91 00 01", "02 61 91 00 02")]]
    assert [(one.line, one.field, one.reason) for one in plan.problems] == [
        (4, "", "la même structure est déjà à la ligne 2"),
        (5, "typologie", "obligatoire"),
        (6, "commune", "commune inconnue : Nulle-part"),
    ]
    assert Organisation.objects.count() == 1, "nothing is written yet"


def test_the_good_rows_are_taken_and_sent_again_they_are_the_same(officer, blois, told):
    text = HEADER + "cio-blois;;;;;0261910002;\n;Neuve;ML;Blois;41000;;Les jeunes\n;Faux;ZZ;Blois;;;\n"
    plan = apply_import(draft(officer, text), actor=officer, rights=rights_of(officer), today=TODAY())
    assert (len(plan.new), len(plan.changed), plan.refused) == (1, 1, 1)
    assert not ImportDraft.objects.exists()
    made = Organisation.objects.get(name="Neuve")
    assert (made.kind, made.audience, made.source.slug) == ("mission-locale", "Les jeunes", "annuaire")
    assert [one.slug for one in made.territories.all()] == ["loir-et-cher"]
    blois.refresh_from_db()
    assert blois.phone == "02 61 91 00 02"
    assert [act["actor"] for act in told] == [officer, officer]
    again = planned(officer, text)
    assert (again.taken, again.same, again.refused) == ([], 2, 1)


def test_a_double_is_pointed_at_within_the_file_too(officer, blois):
    text = HEADER + ";CIO de Blois;ML;Blois;;;\n"
    assert planned(officer, text).changed, "same name and commune: the same organisation"
    factories.commune("Vendôme", insee_code="41269", postal_codes=("41100",))
    text = HEADER + ";CIO de Blois;CIO;Vendôme;;;\n;Neuve;CIO;Blois;;;\n;Neuve;CIO;Vendôme;;;\n"
    assert [row.alike for row in planned(officer, text).new] == [
        "CIO de Blois : même nom",
        "",
        "ligne 3 : même nom",
    ]


def test_a_coordinator_moves_files_of_her_territories_only(blois):
    account = factories.account(is_staff=False)
    factories.membership(account, "coordinator", territory=blois.territories.get())
    factories.commune("Bourges", insee_code="18033", postal_codes=("18000",))
    far = factories.organisation("CIO de Bourges", slug="cio-bourges", kind="cio")
    text = "id;nom;typologie;code_insee;territoires\n"
    text += ";Proche;CIO;41018;\n;Loin;CIO;18033;\ncio-bourges;Autre;;;\ncio-blois;;;;Loir-et-Cher\n"
    plan = planned(account, text)
    assert [row.label for row in plan.new] == ["Proche, Blois"]
    assert [(one.line, one.reason) for one in plan.problems] == [
        (3, "hors de vos territoires"),
        (4, "cette structure n'est pas de vos territoires"),
    ]
    assert plan.same == 1
    rows = list(
        csv.reader(
            io.StringIO(exported_csv(STRUCTURES, rights=rights_of(account)).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert [row[0] for row in rows[1:]] == ["cio-blois"]
    assert far.name not in str(rows)


def test_contacts_are_matched_by_number_else_by_words(officer, blois):
    held = Contact.objects.create(organisation=blois, task="Forums", name="", confirmed_on=TODAY())
    text = "id;structure_id;structure_nom;fonction;nom;courriel\n"
    text += f"{held.pk};;;;Inès;ines@exemple.fr\n"
    text += ";;CIO de Blois;Accueil;;\n;cio-blois;;Forums;;\n;zzz;;x;;\n9999;;;x;;\n;cio-blois;;x;Léa;\n"
    plan = planned(officer, text, CONTACTS)
    assert [row.label for row in plan.new] == ["à identifier (Accueil), CIO de Blois"]
    assert [row.line for row in plan.changed] == [2]
    assert [(one.line, one.field) for one in plan.problems] == [
        (4, ""),
        (5, "structure_id"),
        (6, "id"),
        (7, "courriel"),
    ]
    apply_import(ImportDraft.objects.get(), actor=officer, rights=rights_of(officer), today=TODAY())
    held.refresh_from_db()
    assert (held.name, held.email, held.task) == ("Inès", "ines@exemple.fr", "Forums")


def test_what_goes_out_comes_back_the_same(officer, blois):
    blois.services = ["=cmd' /C calc'!A0", "Parler"]
    blois.siret, blois.website, blois.opening = "73282932000074", "https://cio.example/", "+ ou - le lundi"
    blois.save()
    Contact.objects.create(
        organisation=blois, task="@forums", name="Inès", email="i@exemple.fr", confirmed_on=TODAY()
    )
    factories.organisation("Partout", kind="carif-oref")
    rights = rights_of(officer)
    for what in (STRUCTURES, CONTACTS):
        for name, content in (
            ("a.csv", exported_csv(what, rights=rights)),
            ("a.xlsx", exported_workbook(what, rights=rights)),
        ):
            kept = keep_draft(author=officer, what=what, name=name, content=content, now=timezone.now())
            plan = plan_import(kept, rights=rights, today=TODAY())
            assert (plan.taken, plan.problems) == ([], []), (what, name)
            assert plan.same == (2 if what == STRUCTURES else 1)


def test_no_cell_of_an_export_is_a_formula(officer, blois):
    blois.name, blois.opening = "=HYPERLINK(A1)", " @SUM(A1)"
    blois.save()
    rights = rights_of(officer)
    for row in lines_of(exported_csv(STRUCTURES, rights=rights)):
        assert not any(cell.lstrip(" ")[:1] in {"=", "@", "+", "-"} for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(exported_workbook(STRUCTURES, rights=rights)))
    assert "f" not in {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert book.worksheets[0]["C2"].value == "=HYPERLINK(A1)"


@pytest.fixture
def client_of(client, officer):
    client.force_login(officer)
    return client


def sent(client, content: bytes, name: str = "a.csv", what: str = STRUCTURES):
    return client.post(FILES, {"quoi": what, "fichier": SimpleUploadedFile(name, content)})


def test_the_screens_read_show_then_take(client_of, officer, blois):
    text = HEADER + ";Neuve;ML;Blois;41000;;\n;Faux;ZZ;Blois;;;\n"
    answer = sent(client_of, text.encode("cp1252"))
    kept = ImportDraft.objects.get()
    assertRedirects(answer, f"{FILES}{kept.pk}/", fetch_redirect_response=False)
    with readonly():
        page = client_of.get(f"{FILES}{kept.pk}/")
    assertContains(page, "Neuve, Blois")
    assertContains(page, "les lignes refusées laissées de côté")
    assertContains(page, "réseau inconnu")
    done = client_of.post(f"{FILES}{kept.pk}/", follow=True)
    assertContains(done, "1\u00a0ligne ajoutée")
    assertContains(done, "1\u00a0ligne refusée")
    assert client_of.post(f"{FILES}{kept.pk}/").status_code == 404


def test_a_file_is_its_sender_s_alone(client_of, blois):
    sent(client_of, HEADER.encode() + b";Neuve;ML;Blois;;;\n")
    kept = ImportDraft.objects.get()
    other = factories.account(is_staff=False)
    factories.membership(other, "region-officer")
    client_of.force_login(other)
    assert client_of.get(f"{FILES}{kept.pk}/").status_code == 404
    assert client_of.post(f"{FILES}{kept.pk}/").status_code == 404
    assert not Organisation.objects.filter(name="Neuve").exists()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "vide.csv", "Ce fichier est vide."),
        (b"\x89PNG\0\0", "photo.png", "ce n&#x27;est pas un tableau"),
        (b"a;b\n1;2\n", "a.csv", "aucune colonne connue"),
        (b"x" * 5_000_001, "gros.csv", "trop gros"),
        (b"PK\x03\x04zzz", "<b>.xlsx", "classeur illisible"),
    ],
)
def test_a_file_that_is_no_table_is_refused_on_the_form(client_of, content, name, said):
    page = sent(client_of, content, name)
    assertContains(page, said)
    assert not ImportDraft.objects.exists()


def test_the_files_have_their_types(client_of, blois):
    answer = client_of.get(f"{FILES}contacts.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contacts.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert client_of.get(f"{FILES}structures.xlsx").content.startswith(b"PK")
    assert client_of.get(f"{FILES}structures.exe").status_code == 404


def test_reading_a_long_file_asks_the_database_little(officer, blois, django_assert_max_num_queries):
    lines = "".join(f";Structure {n};ML;Blois;41000;;\n" for n in range(300))
    kept = draft(officer, HEADER + lines)
    with django_assert_max_num_queries(16):
        plan = plan_import(kept, rights=rights_of(officer), today=TODAY())
    assert len(plan.new) == 300
