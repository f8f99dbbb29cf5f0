"""A dossier on paper, read back."""

import datetime
import io
import re

import pypdf
import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.asserts import assertContains
from tests import factories

from jalon.guidance.models import Dossier, DossierItem
from jalon.guidance.rules.dossier import Thing, adviser_secret
from jalon.guidance.services import dossier as services
from jalon.guidance.services import dossier_pdf
from jalon.sources.services import held
from jalon.ui.services.pdf import weasyprint_or_none

pytestmark = pytest.mark.django_db
HOSTILE = (
    "<script>alert(1)</script><img src=http://127.0.0.1:1/x><b>gras</b>",
    '"></a><link rel=stylesheet href="http://127.0.0.1:1/x.css">',
    "url(http://127.0.0.1:1/x) 🎓 👩🏽‍🎨 \u202eעברית",
    "très" * 70,
)


@pytest.fixture
def pango():
    if weasyprint_or_none() is None:
        pytest.skip("Pango is absent: no PDF can be made")


@pytest.fixture
def secret() -> str:
    """A dossier with two occupations, a start to come, a past one, hostile titles and notes."""
    cache.clear()
    now, today = timezone.now(), timezone.localdate()
    for code, name in (("D1102", "Boulanger"), ("J1501", "Aide-soignant")):
        factories.occupation(code, name)
    made = services.begin_dossier(lifetime=90, network="", now=now)
    things = [
        Thing("occupation", "D1102", "Boulanger", "/metiers/D1102/", [("Pour entrer", "CAP")], "ROME 4.60"),
        Thing("occupation", "J1501", "Aide-soignant", "/metiers/J1501/", [("Pour entrer", "Bac")]),
        *(
            Thing(
                "session",
                name,
                "CAP Boulanger",
                "/formations/aa0569d40f9a/#dates",
                [("Départ", name)],
                day=day,
            )
            for name, day in (
                ("bientôt", today + datetime.timedelta(20)),
                ("avant", today - datetime.timedelta(20)),
            )
        ),
        *(Thing("search", words, words[:300], "/recherche/?q=a", [(words, words)]) for words in HOSTILE),
    ]
    for thing in things:
        services.add_item(secret=made, thing=thing, now=now)
    services.write_note(secret=made, text="Voir le <b>CIO</b>", now=now)
    return made


def paper(client, secret: str, query: str = "") -> pypdf.PdfReader:
    response = client.get(f"/dossier/{secret}/pdf/{query}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert secret not in response.headers["Content-Disposition"]
    return pypdf.PdfReader(io.BytesIO(response.content))


def outline(entries) -> list[str]:
    return [
        title
        for entry in entries
        for title in (outline(entry) if isinstance(entry, list) else [str(entry.title)])
    ]


def links(reader: pypdf.PdfReader, page: int) -> list[str]:
    found = (one.get_object() for one in reader.pages[page].get("/Annots", []))
    return [one["/A"]["/URI"] for one in found if "/A" in one and "/URI" in one["/A"]]


def described(reader: pypdf.PdfReader) -> set[str]:
    """Return what screen readers are told of the pictures."""
    objects = (reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))
    return {str(one["/Alt"]) for one in objects if isinstance(one, dict) and "/Alt" in one}


def test_the_paper_reads_back(pango, client, secret):
    reader = paper(client, secret)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode("utf-8", "replace")
    assert "imprimé le" in reader.metadata.title
    assert secret not in reader.metadata.title
    titles = outline(reader.outline)
    assert [one for one in titles if one in {"À venir", "Ce que je garde", "Dates passées", "Notes"}] == [
        "À venir",
        "Ce que je garde",
        "Dates passées",
        "Notes",
    ]
    assert {"Boulanger", "Aide-soignant"} <= set(titles)
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in reader.pages).replace("\0", ""))
    for words in ("Imprimé le", "Sommaire", "ROME 4.60", "Pour entrer", "Voir le <b>CIO</b>", "c'était le"):
        assert words in text
    assert "<script>alert(1)" in text


def test_the_first_page_leads_back_to_the_live_dossier(pango, client, secret):
    reader = paper(client, secret)
    live = f"http://testserver/dossier/{secret}/"
    assert links(reader, 0).count(live) >= 2
    assert "QR code qui ouvre ce dossier en ligne" in described(reader)
    every = [link for page in range(len(reader.pages)) for link in links(reader, page)]
    assert "http://testserver/metiers/D1102/" in every
    assert all(link.startswith("http://testserver/") for link in every)
    assert dossier_pdf._code(live) != dossier_pdf._code(f"{live}x")


def test_what_is_chosen_is_compared(pango, client, secret):
    keys = [str(item.pk) for item in DossierItem.objects.filter(kind="occupation")]
    query = "?" + "&".join(f"ligne={key}" for key in keys)
    assert "Comparaison" in outline(paper(client, secret, query).outline)
    assert "Comparaison" not in outline(paper(client, secret, f"?ligne={keys[0]}").outline)
    assert "Comparaison" not in outline(paper(client, secret).outline)


def test_the_adviser_prints_their_own_address(pango, client, secret):
    services.open_to_adviser(secret=secret, now=timezone.now())
    adviser = adviser_secret(secret, Dossier.objects.get().adviser_salt)
    reader = paper(client, adviser)
    assert f"http://testserver/dossier/{adviser}/" in links(reader, 0)
    assert secret not in "".join(page.extract_text() for page in reader.pages).replace("\n", "")


def test_an_empty_dossier_prints_too(pango, client, secret):
    empty = services.begin_dossier(lifetime=30, network="", now=timezone.now())
    assert "encore vide" in paper(client, empty).pages[0].extract_text()


def test_a_dossier_is_printed_a_dozen_times_then_waits(pango, client, secret, monkeypatch):
    monkeypatch.setattr(dossier_pdf, "written_pdf", lambda text, styles: b"%PDF-")
    for _time in range(dossier_pdf.MADE.most):
        assert client.get(f"/dossier/{secret}/pdf/").status_code == 200
    response = client.get(f"/dossier/{secret}/pdf/")
    assertContains(response, "beaucoup de fois", status_code=503)
    assert int(response.headers["Retry-After"]) > 60
    other = services.begin_dossier(lifetime=30, network="", now=timezone.now())
    assert client.get(f"/dossier/{other}/pdf/").status_code == 200


def test_a_network_waits_too(pango, client, secret, monkeypatch):
    monkeypatch.setattr(dossier_pdf, "written_pdf", lambda text, styles: b"%PDF-")
    monkeypatch.setattr(dossier_pdf.ASKED, "most", 2)
    other = services.begin_dossier(lifetime=30, network="", now=timezone.now())
    statuses = [client.get(f"/dossier/{one}/pdf/").status_code for one in (secret, other, secret)]
    assert statuses == [200, 200, 503]
    assert client.get(f"/dossier/{other}/pdf/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_one_is_made_at_a_time(pango, client, secret):
    with held("dossier-pdf") as mine:
        assert mine
        response = client.get(f"/dossier/{secret}/pdf/")
    assertContains(response, "Réessayez dans quelques secondes", status_code=503)
    assert response.headers["Retry-After"] == "5"
    assert "no-store" in response.headers["Cache-Control"]


def test_without_pango_the_page_says_so(client, secret, monkeypatch):
    monkeypatch.setattr(dossier_pdf, "weasyprint_or_none", lambda: None)
    response = client.get(f"/dossier/{secret}/pdf/")
    assertContains(response, "la bibliothèque Pango", status_code=503)
    assertContains(response, "imprimer la page", status_code=503)
