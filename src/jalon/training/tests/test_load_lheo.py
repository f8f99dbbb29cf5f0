"""`jalon load lheo`: real files, what it says, what it refuses, where files come from."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.lheo_feed import mutate, write_feed

from jalon.search.models import Change
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.rules import RefusedDataError
from jalon.territory.models import Commune, Departement, PostalCode, Region
from jalon.training.indexing import PLACES
from jalon.training.models import Feed, Place, Programme, Provider, Session
from jalon.training.rules.packing import pack
from jalon.training.services.catalogue import stored_records
from jalon.training.services.feeds import loading
from jalon.training.services.feeds.batches import PROGRAMMES, read_batches
from jalon.training.services.feeds.fetching import fetched, shown_address

TODAY = date(2030, 1, 15)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3">\n<offres>\n'
TAIL = "</offres>\n</lheo>\n"


def load(path, **options):
    """Run the command; return what it says."""
    out = StringIO()
    call_command("load_lheo", str(path), stdout=out, stderr=StringIO(), quiet=True, **options)
    return out.getvalue()


def formation(number, title="Cuisine"):
    """Return one formation as short as LHÉO allows a reader to take."""
    attribute = f' numero="{number}"' if number else ""
    return f"<formation{attribute}>\n<intitule-formation>{title}</intitule-formation>\n</formation>\n"


@pytest.fixture
def feed_file(tmp_path):
    """A generated file of some hundred programmes."""
    path = tmp_path / "Alfa_offre_2030-01-15.xml"
    write_feed(path, actions=450, today=TODAY)
    return path


def packed(path, **options):
    """Return the programmes of a file, packed, by number."""
    return {
        one.number: one for batch in read_batches(path, name=path.name, **options) for one in batch.programmes
    }


@pytest.mark.django_db
def test_a_file_is_kept_as_it_is_read_and_the_report_says_it(feed_file):
    said = load(feed_file)
    given = packed(feed_file)
    assert {record.number: pack(record) for record in stored_records()} == given
    load_row = Load.objects.get()
    assert (load_row.state, load_row.kind, load_row.read) == (LoadState.DONE, "lheo", len(given))
    assert load_row.source.slug == "lheo-alfa-offre"
    assert load_row.origin == feed_file.name
    assert "Expéditeur : alfa-offre" in said
    assert f"{len(given)} formations lues, {len(given)} créées" in said
    sessions = f"{Session.objects.count():,}".replace(",", " ")
    assert f"Sessions : {sessions} lues, {sessions} créées" in said


@pytest.mark.django_db
def test_the_next_night_creates_updates_and_closes(feed_file, tmp_path):
    load(feed_file, source="alfa")
    again = load(feed_file, source="alfa", full=True)
    assert "0 créée, 0 modifiée" in again
    assert "0 fermée, 0 rejet." in again
    night = tmp_path / "nuit.xml"
    mutate(night, actions=450, today=TODAY, changed=0.2, removed=0.1, added=0.1)
    before, after = packed(feed_file), packed(night)
    load(night, source="alfa", full=True)
    row = Load.objects.first()
    kept = set(before) & set(after)
    assert row.created == len(set(after) - set(before)) > 0
    assert row.withdrawn == len(set(before) - set(after)) > 0
    assert row.updated == sum(before[number] != after[number] for number in kept) > 0
    assert row.unchanged == len(kept) - row.updated
    assert {record.number: pack(record) for record in stored_records()} == after
    assert Source.objects.get().slug == "lheo-alfa"


@pytest.mark.django_db
def test_rejects_are_listed_with_line_and_reason_while_the_others_load(tmp_path):
    path = tmp_path / "essai.xml"
    load(_written(path, formation("F1"), formation("F2"), formation("F3")))
    path = _written(path, formation("F1"), formation("", "Sans numéro"), formation("F2", ""), formation("F4"))
    said = load(path, full=True)
    assert [(reject.line, reject.field) for reject in Load.objects.first().rejects.all()] == [
        (7, "numero"),
        (10, "intitule-formation"),
    ]
    assert "essai.xml, ligne 7, numero" in said
    # F2 is in the file, if badly written: it stays; F3 left it.
    assert set(Programme.objects.seen().values_list("number", flat=True)) == {"F1", "F2", "F4"}


@pytest.mark.django_db
def test_a_repeated_number_is_told_with_the_line_of_its_second_programme(tmp_path):
    twice = [formation("F2", "Deux"), formation("F1", "Bis"), formation("F1", "Ter"), formation("F2")]
    path = _written(tmp_path / "essai.xml", formation("F1"), *twice)
    said = load(path)
    rejects = Load.objects.get().rejects.values_list("line", "field", "count")
    assert list(rejects) == [(10, "numero", 2), (16, "numero", 1)]
    assert "essai.xml, ligne 10, numero : la formation « F1 » est écrite deux fois" in said
    assert dict(Programme.objects.values_list("number", "title")) == {"F1": "Cuisine", "F2": "Deux"}


@pytest.mark.django_db
@pytest.mark.parametrize("gap", ["", "\n" * 70_000], ids=["short", "more lines than libxml2 counts"])
@pytest.mark.parametrize("rank", [0, 1, 2])
def test_a_programme_left_out_is_not_the_first_of_its_number(tmp_path, rank, gap):
    formations = [formation("F1"), formation("F1", "Bis")]
    formations.insert(rank, formation("F1", ""))
    load(_written(tmp_path / "essai.xml", gap, *formations))
    before = 4 + len(gap)
    second = before + 3 * (1 if rank == 2 else 2)
    rejects = sorted(Load.objects.get().rejects.values_list("field", "line"))
    assert rejects == [("intitule-formation", before + 3 * rank), ("numero", second)]
    assert Programme.objects.get().title == "Cuisine"


@pytest.mark.django_db
def test_a_first_load_that_is_refused_leaves_its_report_only(tmp_path):
    path = tmp_path / "essai.xml"
    path.write_text(HEAD + "".join(formation(str(rank)) for rank in range(900)) + "<oups>", encoding="utf-8")
    for _again in range(2):
        with pytest.raises(CommandError):
            load(path)
        left = (Source, Feed, Programme, Place, Provider)
        assert [model.objects.count() for model in left] == [0] * len(left)
    assert {row.state for row in Load.objects.all()} == {LoadState.REFUSED}
    load(_written(path, formation("F1")))
    assert Source.objects.get().loaded_on == timezone.localdate()


@pytest.mark.django_db
def test_what_a_dead_first_load_left_goes_with_a_refused_one(tmp_path, monkeypatch):
    path = _written(tmp_path / "essai.xml", formation("F1"))
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(loading, "_closed", lambda *args, **options: 1 / 0)
        load(path)
    assert Programme.objects.count() == Feed.objects.count() == 1
    path.write_text("rien", encoding="utf-8")
    with pytest.raises(CommandError):
        load(path)
    assert not Source.objects.exists()
    assert not Feed.objects.exists()


@pytest.mark.django_db
def test_a_feed_that_once_finished_stays_when_a_later_load_is_refused(tmp_path):
    path = _written(tmp_path / "essai.xml", formation("F1", ""))
    load(path)  # finished, with nothing to show
    path.write_text("rien", encoding="utf-8")
    with pytest.raises(CommandError):
        load(path)
    assert Source.objects.get().loads.get().state == LoadState.DONE


def _written(path, *formations):
    path.write_text(HEAD + "".join(formations) + TAIL, encoding="utf-8")
    return path


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE lheo [<!ENTITY a "b">]>\n' + HEAD.partition("\n")[2] + formation("F9") + TAIL,
        HEAD + formation("F8") * 3 + "<formation>",
        "",
    ],
)
def test_a_refused_file_changes_nothing_and_says_why(tmp_path, content):
    path = tmp_path / "essai.xml"
    load(_written(path, formation("F1")))
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="rien n'a été chargé"):
        load(path, full=True)
    assert list(Programme.objects.values_list("number", "until")) == [("F1", None)]
    refused = Load.objects.get(state=LoadState.REFUSED)
    assert (refused.source, refused.rejects.count()) == (None, 1)


@pytest.mark.django_db
def test_a_dry_run_says_what_would_change_and_keeps_no_trace(feed_file):
    said = load(feed_file, dry_run=True)
    assert "Essai : rien n'est écrit" in said
    assert f"{len(packed(feed_file))} créées" in said
    assert not Source.objects.exists()
    assert not Load.objects.exists()
    with pytest.raises(CommandError):
        load(feed_file.with_name("absent.xml"), dry_run=True)
    assert not Load.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Alfa Centre", "x" * 36, "../var", ""])
def test_a_sender_has_a_plain_name(feed_file, name):
    if name:
        with pytest.raises(CommandError, match="--source"):
            load(feed_file, source=name)
    else:
        load(feed_file, source=name)
        assert Feed.objects.get().source.slug == "lheo-alfa-offre"


@pytest.mark.django_db
def test_places_find_their_commune_even_when_it_is_loaded_later(feed_file):
    load(feed_file)
    assert not Place.objects.exclude(commune=None).exists()
    source = Source.objects.get()
    region = Region.objects.create(slug="essai", name="Essai", brand="Essai", source=source)
    loiret = Departement.objects.create(code="45", name="Loiret", region=region)
    orleans = Commune.objects.create(
        insee_code="45234", name="Orléans", departement=loiret, latitude=47.9, longitude=1.9, source=source
    )
    PostalCode.objects.create(commune=orleans, code="45000")
    load(feed_file)
    there = Place.objects.filter(commune=orleans)
    assert there.exists()
    assert {place.departement_code for place in there} == {"45"}
    told = Change.objects.filter(kind=PLACES)
    assert told.count() == 1, "ways are to be found near it"
    load(feed_file)
    assert told.count() == 1


def test_another_process_reads_the_same(feed_file):
    assert packed(feed_file, large=0) == packed(feed_file)
    assert len(list(read_batches(feed_file, name="x", large=0))) == len(packed(feed_file)) // PROGRAMMES + 1


def test_a_refusal_by_the_other_process_is_the_same(tmp_path):
    path = tmp_path / "essai.xml"
    path.write_text(HEAD + formation("F8") + "<formation>", encoding="utf-8")
    said = []
    for large in (0, 10_000):
        with pytest.raises(RefusedDataError) as refusal:
            list(read_batches(path, name="essai.xml", large=large))
        said.append(refusal.value.problems)
    assert said[0] == said[1]


def test_the_process_that_reads_ends_with_the_one_that_reads_its_answers(feed_file):
    module = "jalon.training.services.feeds.batches"
    command = [sys.executable, "-m", module, str(feed_file), "x"]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own module, no shell
    reader.stdout.read(10)
    reader.stdout.close()
    assert reader.wait(30) == 1


@contextmanager
def served(answer):
    """Serve `answer(handler)` on a free port; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(status, body=b"", **headers):
    """Return an answer."""

    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.django_db
def test_a_file_comes_from_an_address(tmp_path):
    body = _written(tmp_path / "x.xml", formation("F1")).read_bytes()
    with served(reply(200, body, Content_Length=str(len(body)))) as address:
        said = load(f"{address}/flux/alfa_20300115.xml?cle=secret")
    assert "Expéditeur : alfa" in said
    assert Load.objects.get().origin == f"{address.rpartition(':')[0]}/flux/alfa_20300115.xml"
    assert not list(settings.JALON_HOME.glob("feed-*"))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(404), "répond 404"),
        (reply(302, Location="file:///etc/passwd"), "autre chose que http"),
        (reply(302, Location="ftp://127.0.0.1/x"), "autre chose que http"),
        (reply(200, b"abc", Content_Length="10"), "non reçu|en partie"),
        (reply(200, b"a" * 5000), "trop gros"),
    ],
)
def test_a_bad_answer_is_told(answer, reason):
    with (
        served(answer) as address,
        pytest.raises(RefusedDataError, match=reason),
        fetched(address, most=4000),
    ):
        pytest.fail("nothing should be given")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x", "data://x"])
def test_other_addresses_are_refused(url):
    with pytest.raises(RefusedDataError, match="seules les adresses"), fetched(url):
        pytest.fail("nothing should be given")


def test_what_is_secret_in_an_address_is_not_shown():
    assert shown_address("https://jean:mot@example.org/a.xml?key=1#x") == "https://example.org/a.xml"
