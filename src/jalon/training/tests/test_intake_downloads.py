"""Taking an intake away: names, types, validators, and what is said when there is no file."""

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains

from jalon.training.services.publishing import book
from jalon.training.views import intakes as views

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def slug(live_region, client) -> str:
    """The next September intake of the demonstration region; no booklet of it is made yet."""
    caches["documents"].clear()
    coming = client.get("/formations/rentree/").context["coming"]
    return next(intake.slug for intake, _count, _now in coming if intake.month == 9)


@pytest.mark.parametrize(
    ("kind", "head"), [("csv", b"\xef\xbb\xbfCode de certification;"), ("xlsx", b"PK"), ("pdf", b"%PDF-")]
)
def test_a_file_has_its_name_its_type_and_its_validators(slug, client, kind, head):
    if kind == "pdf" and book._weasyprint() is None:
        pytest.skip("Pango is absent: no booklet can be made")
    address = f"/formations/rentree/{slug}.{kind}"
    query = {"departement": "36", "domaine": "F"}
    response = client.get(address, query)
    assert response.status_code == 200
    assert b"".join(response).startswith(head)
    assert (
        f'filename="rentree-{slug}-indre-batiment-et-travaux-publics.{kind}"'
        in response["Content-Disposition"]
    )
    assert response["Content-Type"] == views.TYPES[kind]
    again = client.get(address, query, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    since = client.get(address, query, headers={"If-Modified-Since": response["Last-Modified"]})
    assert since.status_code == 304
    other = client.get(
        address, {"departement": "37", "domaine": "F"}, headers={"If-None-Match": response["ETag"]}
    )
    assert other.status_code == 200


def test_csv_agrees_with_the_page(slug, client):
    sheet = client.get(f"/formations/rentree/{slug}/", {"departement": "36"}).context["sheet"]
    lines = b"".join(client.get(f"/formations/rentree/{slug}.csv", {"departement": "36"})).decode()
    for line in sheet.lines:
        assert line.title in lines
    assert lines.count("/formations/") >= len(sheet.lines)


def test_without_pango_the_page_and_the_address_say_why(slug, client, monkeypatch):
    monkeypatch.setattr(book, "_weasyprint", lambda: None)
    page = client.get(f"/formations/rentree/{slug}/")
    assertContains(page, "Pango")
    assert f"{slug}.pdf" not in page.content.decode()
    response = client.get(f"/formations/rentree/{slug}.pdf")
    assertContains(response, "la bibliothèque Pango", status_code=503)
    assert "ETag" not in response or response["ETag"] != client.get(f"/formations/rentree/{slug}.csv")["ETag"]
    assert client.get(f"/formations/rentree/{slug}.csv").status_code == 200
    with pytest.raises(CommandError, match="Pango"):
        call_command("print_intake", slug)


def test_a_library_that_does_not_load_is_no_error(monkeypatch):
    def refuse(name, *words, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *words, **more)

    real = __import__
    book._weasyprint.cache_clear()
    monkeypatch.setattr("builtins.__import__", refuse)
    try:
        assert book._weasyprint() is None
    finally:
        book._weasyprint.cache_clear()


def test_too_long_a_booklet_asks_for_a_departement(slug, client, monkeypatch):
    monkeypatch.setattr(book, "MOST_WAYS", 10)
    monkeypatch.setattr(views, "MOST_ROWS", 10)
    page = client.get(f"/formations/rentree/{slug}/")
    assertContains(page, "choisissez un département", count=2)
    for kind in ("pdf", "xlsx"):
        response = client.get(f"/formations/rentree/{slug}.{kind}")
        assertContains(response, "choisissez un département", status_code=503)


def test_a_long_booklet_says_that_it_is_prepared_then_opens(slug, client, monkeypatch):
    if book._weasyprint() is None:
        pytest.skip("Pango is absent: no booklet can be made")
    monkeypatch.setattr(book, "AT_ONCE", 0)
    monkeypatch.setattr(book, "start_making", lambda publication: None)
    address, query = f"/formations/rentree/{slug}.pdf", {"departement": "36", "domaine": "A"}
    response = client.get(address, query)
    assertContains(response, "Le PDF se prépare", status_code=202)
    assert "no-store" in response["Cache-Control"]
    fragment = client.get(address, query, **HTMX)
    assertContains(fragment, 'hx-trigger="load delay:3s"', status_code=202)
    assert "<html" not in fragment.content.decode()
    monkeypatch.setattr(book, "AT_ONCE", 1_000)
    ready = client.get(address, query, **HTMX)
    assert ready["HX-Redirect"].startswith(address)
    assert client.get(address, query)["Content-Type"] == "application/pdf"


def test_the_process_that_makes_a_booklet_gets_what_was_asked(slug, client, monkeypatch):
    if book._weasyprint() is None:
        pytest.skip("Pango is absent: no booklet can be made")
    started = []
    monkeypatch.setattr(book, "AT_ONCE", 0)
    monkeypatch.setattr(book.subprocess, "Popen", lambda command, **more: started.append(command))
    client.get(f"/formations/rentree/{slug}.pdf", {"departement": "36", "domaine": "H"})
    assert started[0][2:] == [
        *("jalon.config.cli", "print", "intake", slug, "--departement=36", "--domaine=H"),
        "--origin=http://testserver",
    ]


def test_the_command_writes_the_booklet(slug, tmp_path, capsys):
    if book._weasyprint() is None:
        pytest.skip("Pango is absent: no booklet can be made")
    path = tmp_path / "rentree.pdf"
    call_command("print_intake", slug, "--departement=36", "--domaine=I", f"--output={path}")
    assert path.read_bytes().startswith(b"%PDF-")
    assert "formations" in capsys.readouterr().out
    with pytest.raises(CommandError, match="2019-09"):
        call_command("print_intake", "2019-09")
