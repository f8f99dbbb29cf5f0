"""Fetching a partner's calendar: real servers on this machine, let in by hand, that behave badly."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.agenda.rules.addresses import address_refusal, calendar_address, is_public, target_of
from jalon.agenda.services.fetching import FetchRefusedError, Way, fetch
from jalon.agenda.tests.addresses import NOT_PUBLIC

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
MEGA = 1_000_000
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[int, list[BaseHTTPRequestHandler]]]:
    """Serve each GET with `answer`; give the port, and the requests as they came."""
    asked: list[BaseHTTPRequestHandler] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append(self)
            self.reached = self.connection.getsockname()[0]
            self.close_connection = True
            try:
                answer(self)
            except OSError:
                return  # the other end has had enough, which is what these tests want

        def log_message(self, *words):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()


def way(port: int, **more) -> Way:
    """Let this machine's server in, under the name of a partner."""
    values = {
        "resolve": lambda host, port: ["127.0.0.1"],
        "may_reach": lambda address: address == "127.0.0.1",
        "ports": frozenset([port]),
        "step": 5.0,
        "whole": 10.0,
    }
    return Way(**values | more)


def send(handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    values = {"Content-Type": "text/calendar", "Content-Length": str(len(body))}
    for name, value in (values | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def refusal(port: int, **more) -> str:
    with pytest.raises(FetchRefusedError) as refused:
        fetch(f"http://agenda.example:{port}/a.ics", way=way(port, **more))
    return str(refused.value)


def test_a_calendar_comes_with_what_the_next_reading_says(settings):
    settings.SITE_URL = "https://orientation.example"
    with serving(
        lambda one: send(one, CALENDAR, ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")
    ) as (
        port,
        asked,
    ):
        came = fetch(f"http://agenda.example:{port}/a.ics?cle=1", way=way(port))
        assert came == (CALENDAR, '"v1"', "Mon, 23 Nov 2026 10:00:00 GMT")
        (one,) = asked
        assert one.path == "/a.ics?cle=1"
        assert one.headers["Host"] == f"agenda.example:{port}"
        assert "https://orientation.example" in one.headers["User-Agent"]
        assert "Cookie" not in one.headers
        assert "Authorization" not in one.headers


def test_what_has_not_changed_costs_nothing():
    def answer(one):
        assert one.headers["If-None-Match"] == '"v1"'
        assert one.headers["If-Modified-Since"] == "hier"
        one.send_response(304)
        one.end_headers()

    with serving(answer) as (port, _asked):
        came = fetch(f"http://agenda.example:{port}/", etag='"v1"', last_modified="hier", way=way(port))
    assert came.content is None


def test_a_compressed_calendar_is_unpacked():
    with serving(lambda one: send(one, gzip.compress(CALENDAR), Content_Encoding="gzip")) as (port, _asked):
        assert fetch(f"http://agenda.example:{port}/", way=way(port)).content == CALENDAR


def test_100_megabytes_are_refused_before_they_come():
    with serving(lambda one: send(one, b"x", Content_Length=str(100 * MEGA))) as (port, _asked):
        assert "trop gros" in refusal(port)


def test_what_ends_before_its_length_is_refused():
    with serving(lambda one: send(one, CALENDAR, Content_Length="5000")) as (port, _asked):
        assert "incomplet" in refusal(port)


def test_100_megabytes_that_do_not_say_so_are_cut():
    sent = []

    def answer(one):
        one.send_response(200)
        one.send_header("Content-Type", "text/calendar")
        one.end_headers()
        for _ in range(100):
            one.wfile.write(b"x" * MEGA)
            sent.append(MEGA)

    with serving(answer) as (port, _asked):
        assert "trop gros : 20 Mo" in refusal(port)
    assert sum(sent) < 60 * MEGA


def test_a_bomb_of_zeros_is_not_unpacked():
    bomb = gzip.compress(b"\0" * (100 * MEGA))
    assert len(bomb) < MEGA
    with serving(lambda one: send(one, bomb, Content_Encoding="gzip")) as (port, _asked):
        assert "trop gros" in refusal(port)


@pytest.mark.parametrize(
    ("body", "coding", "said"),
    [
        (b"not gzip at all", "gzip", "abîmé"),
        (gzip.compress(CALENDAR)[:-12], "gzip", "incomplet"),
        (gzip.compress(CALENDAR) + gzip.compress(CALENDAR), "gzip", "ne lit pas"),
        (CALENDAR, "br", "ne lit pas"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_cannot_be_unpacked_is_said(body, coding, said):
    with serving(lambda one: send(one, body, Content_Encoding=coding)) as (port, _asked):
        assert said in refusal(port)


def test_a_slow_drip_ends():
    def headers_by_drops(one):
        for octet in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 500:
            one.wfile.write(bytes([octet]))
            time.sleep(0.05)

    def body_by_drops(one):
        one.send_response(200)
        one.send_header("Content-Type", "text/calendar")
        one.end_headers()
        for _ in range(500):
            one.wfile.write(b"x")
            time.sleep(0.05)

    for answer in (headers_by_drops, body_by_drops):
        with serving(answer) as (port, _asked):
            assert "trop de temps" in refusal(port, whole=0.4)


def test_silence_ends():
    with serving(lambda one: time.sleep(2)) as (port, _asked):
        assert "trop de temps" in refusal(port, step=0.2)


def test_a_name_that_is_never_resolved_ends():
    assert "trop de temps" in refusal(1, resolve=lambda host, port: time.sleep(2), step=0.2)


def test_redirects_are_followed_three_times():
    def answer(one):
        step = int(one.path.strip("/") or 0)
        if step == 3:
            return send(one, CALENDAR)
        return send(one, b"", status=302, Location=f"/{step + 1}")

    with serving(answer) as (port, asked):
        assert fetch(f"http://agenda.example:{port}/0", way=way(port)).content == CALENDAR
        assert len(asked) == 4


def test_redirects_without_end_are_not():
    with serving(lambda one: send(one, b"", status=301, Location="/encore")) as (port, asked):
        assert "trop de fois" in refusal(port)
        assert len(asked) == 4


@pytest.mark.parametrize(
    ("onward", "said"),
    [
        ("http://127.0.0.1:{port}/", "réseau privé"),
        ("http://[::1]:{port}/", "réseau privé"),
        ("http://10.0.0.3:{port}/", "réseau privé"),
        ("file:///etc/passwd", "https://"),
        ("http://agenda.example:22/", "port 22"),
        ("http://ana:secret@agenda.example:{port}/", "mot de passe"),
        ("http://agenda.example:port/", "adresse du web"),
    ],
)
def test_a_redirect_is_checked_like_an_address(onward, said):
    def resolve(host, port):
        return ["127.0.0.1"] if host == "agenda.example" else [host]

    with serving(
        lambda one: send(one, b"", status=302, Location=onward.format(port=one.server.server_port))
    ) as (
        port,
        asked,
    ):
        # only the partner's name leads to this machine's server; its bare addresses are judged as they are
        let_in = iter([True])
        assert said in refusal(
            port, resolve=resolve, may_reach=lambda address: next(let_in, False) or is_public(address)
        )
        assert len(asked) == 1


def test_a_name_that_changes_its_mind_gains_nothing():
    """The connection goes to the address that was checked: the name is resolved once a request."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with serving(lambda one: send(one, CALENDAR)) as (port, asked):
        came = fetch(f"http://agenda.example:{port}/", way=way(port, resolve=lambda host, at: next(answers)))
        assert came.content == CALENDAR
        assert next(answers) == ["127.0.0.2"], "asked once"
        assert asked[0].reached == "127.0.0.1"


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with serving(lambda one: send(one, CALENDAR)) as (port, asked):
        said = refusal(port, resolve=lambda host, at: ["127.0.0.1", "10.0.0.1"])
        assert "réseau privé" in said
        assert asked == []


def test_nothing_of_this_machine_is_ever_read_by_default():
    with serving(lambda one: send(one, CALENDAR)) as (port, asked):
        for host in ("127.0.0.1", "localhost", "[::1]", "0", "127.1", "2130706433", "0x7f.1"):
            with pytest.raises(FetchRefusedError):
                fetch(f"http://{host}:{port}/", way=Way(ports=frozenset([port])))
        assert asked == []


def test_ports_are_those_of_the_settings(settings):
    with pytest.raises(FetchRefusedError, match="port 8080"):
        fetch("http://agenda.example:8080/")
    settings.FEED_PORTS = [8080]
    with pytest.raises(FetchRefusedError, match="réseau privé"):
        fetch("http://127.0.0.1:8080/")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "mot de passe"),
        (403, "refuse"),
        (404, "rien à cette adresse"),
        (410, "n'existe plus"),
        (429, "attendre"),
        (500, "en panne"),
        (503, "en panne"),
        (206, "ne donne pas"),
    ],
)
def test_what_the_site_answers_is_said_in_words(status, said):
    with serving(lambda one: send(one, b"oups", status=status)) as (port, _asked):
        assert said in refusal(port)


def test_a_web_page_is_not_a_calendar():
    for kind in ("text/html; charset=utf-8", "text/plain"):
        with serving(lambda one, kind=kind: send(one, b"\n<!DOCTYPE html><html>", Content_Type=kind)) as (
            port,
            _a,
        ):
            assert "page web" in refusal(port)


def test_a_picture_is_not_a_calendar_and_a_plain_file_may_be_one():
    with serving(lambda one: send(one, b"GIF89a", Content_Type="image/gif")) as (port, _asked):
        assert "autre fichier" in refusal(port)
    with serving(lambda one: send(one, CALENDAR, Content_Type="application/octet-stream")) as (port, _asked):
        assert fetch(f"http://agenda.example:{port}/", way=way(port)).content == CALENDAR


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "ne répond pas" in refusal(taken.getsockname()[1])
    assert "n'existe pas" in refusal(80, resolve=lambda host, port: [])


def test_headers_that_are_rubbish_are_not_kept():
    with serving(lambda one: send(one, CALENDAR, ETag='"' + "x" * 300 + '"', Last_Modified="é")) as (
        port,
        _asked,
    ):
        assert fetch(f"http://agenda.example:{port}/", way=way(port))[1:] == ("", "")


@pytest.mark.parametrize("address", ["", *NOT_PUBLIC])
def test_what_is_not_the_public_network(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.55.10.1", "2a00:1450:4007:80e::200e", "2606:4700::1111"])
def test_what_is_the_public_network(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://agenda.example/a.ics", ""),
        ("http://agenda.example:80/", ""),
        ("HTTPS://Agenda.example", ""),
        ("https://écoles.example/é?q=é", ""),
        ("agenda.example/a.ics", "https://"),
        ("javascript:alert(1)", "https://"),
        ("https:///a.ics", "quel site"),
        ("https://a@b.example/", "mot de passe"),
        ("https://agenda.example:8443/", "port 8443"),
        ("https://agenda.example:99999/", "adresse du web"),
        ("https://[::1/", "adresse du web"),
        ("https://agenda.example/\r\nX: 1", "signe"),
        ("https://agenda.example/a b", "signe"),
        ("https://a\\b.example/", "signe"),
        ("https://" + "a" * 64 + "é.example/", "nom de site"),
        ("https://agenda.example/" + "a" * 1000, "trop longue"),
    ],
)
def test_an_address_is_refused_with_its_reason(address, said):
    refused = address_refusal(address)
    assert said in refused
    assert bool(refused) == bool(said)


def test_a_pasted_address_is_understood():
    assert calendar_address(" WEBCAL://agenda.example/a.ics\n") == "https://agenda.example/a.ics"
    assert target_of("https://écoles.example/é?q=é").host == "xn--coles-9ra.example"
    assert target_of("https://écoles.example/é?q=é").path == "/%C3%A9?q=%C3%A9"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_refused_or_leads_somewhere(text):
    address = calendar_address(text)
    if not address_refusal(address):
        target = target_of(address)
        assert target.scheme in {"http", "https"}
        assert target.host.isascii()
        assert target.path.isascii()
        assert target.path.isprintable()
    assert not is_public(text) or text.count(".") == 3 or ":" in text
