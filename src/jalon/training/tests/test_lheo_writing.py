"""What Jalon writes is valid LHÉO 2.3 and comes back the same."""

import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.lheo_feed import mutate, write_feed

from jalon.training.rules.records import Action, Place, Programme, Provider, Session
from jalon.training.services.lheo import write_programmes
from jalon.training.tests.lheo_records import programmes, read_all

TODAY = date(2026, 9, 1)
LONG = "Très long texte & <b>gras</b>, répété. "


@pytest.fixture(scope="module")
def schema(shared_data: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared_data / "lheo" / "lheo.xsd"))


def dump(path: Path, records: list[Programme]) -> list[Programme]:
    """Write records to a file; return what reading it gives."""
    with path.open("wb") as file:
        assert write_programmes(file, records) == len(records)
    return read_all(path)


def assert_valid(schema: etree.XMLSchema, path: Path) -> None:
    assert schema.validate(etree.parse(path)), schema.error_log.last_error


class TestRoundTrip:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(record=programmes())
    def test_record_comes_back_the_same_from_a_valid_file(
        self, record: Programme, tmp_path_factory: pytest.TempPathFactory, schema: etree.XMLSchema
    ):
        path = tmp_path_factory.getbasetemp() / "dump.xml"
        assert dump(path, [record]) == [record]
        assert_valid(schema, path)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(record=programmes(), times=st.integers(20, 200), odd=st.text(min_size=0, max_size=40))
    def test_what_is_too_long_is_cut_once_and_for_all(
        self, record: Programme, times: int, odd: str, tmp_path_factory: pytest.TempPathFactory, schema
    ):
        long = LONG * times + odd
        place = Place(name=long, lines=(long, odd, "a", "b", "c", "d"), postal_code="3", town=long)
        action = Action(
            "A1", modes=("adult",), conditions=long, rhythm_text=long, audience_note=long, place=place,
            cost_left=long, length_text=long, access_text=long, pedagogy=long, funding_details=long,
            audiences=tuple(f"{code:05d}" for code in range(1, 20)), price=123456789.25, trainer=long,
            sessions=(Session("S1", how_to_register=long, registration_place=place),),
        )  # fmt: skip
        record = record._replace(
            title=long, objective=long, content=long, provider=Provider(name=long), actions=(action,),
            certifications=tuple(f"RNCP{code}" for code in range(1, 9)),
        )  # fmt: skip
        path = tmp_path_factory.getbasetemp() / "long.xml"
        once = dump(path, [record])
        assert_valid(schema, path)
        assert dump(path, once) == once
        assert_valid(schema, path)

    def test_nothing_said_is_valid_and_comes_back_as_nothing_said(self, tmp_path: Path, schema):
        records = [
            Programme("F1", "Sans rien"),
            Programme("F2", "Une action", actions=(Action("A", modes=("adult",)),)),
            Programme("F3", "Une session", actions=(Action("A", ("vae",), sessions=(Session("S"),)),)),
        ]
        assert dump(tmp_path / "bare.xml", records) == records
        assert_valid(schema, tmp_path / "bare.xml")

    def test_level_without_a_code_gets_todays_code(self, tmp_path: Path):
        (found,) = dump(tmp_path / "level.xml", [Programme("F1", "BTS", level_in=4, level_out=5)])
        assert (found.level_in, found.level_in_code) == (4, "14")
        assert (found.level_out, found.level_out_code) == (5, "15")

    def test_no_programme_writes_nothing(self):
        out = BytesIO()
        with pytest.raises(ValueError, match="no programme"):
            write_programmes(out, [])
        assert out.getvalue() == b""


class TestRealFiles:
    def test_official_example_is_read_dumped_valid_and_stable(
        self, shared_data: Path, tmp_path: Path, schema
    ):
        (record,) = read_all(shared_data / "lheo" / "exemple-bts-onisep.xml")
        path = tmp_path / "dump.xml"
        assert dump(path, [record]) == [record]
        assert_valid(schema, path)

    def test_generated_feed_is_valid_and_its_dump_too(self, tmp_path: Path, schema):
        facts = write_feed(tmp_path / "feed.xml", actions=300, today=TODAY)
        assert_valid(schema, tmp_path / "feed.xml")
        records = read_all(tmp_path / "feed.xml")
        assert len(records) == facts.programmes
        assert sum(len(record.actions) for record in records) == facts.actions == 300
        sessions = sum(len(action.sessions) for record in records for action in record.actions)
        assert sessions == facts.sessions
        assert dump(tmp_path / "dump.xml", records) == records
        assert_valid(schema, tmp_path / "dump.xml")

    def test_xmllint_agrees(self, shared_data: Path, tmp_path: Path):
        xmllint = shutil.which("xmllint")
        if xmllint is None:
            pytest.skip("xmllint (libxml2-utils) is not installed")
        write_feed(tmp_path / "feed.xml", actions=30, today=TODAY)
        dump(tmp_path / "dump.xml", read_all(tmp_path / "feed.xml"))
        command = [xmllint, "--noout", "--schema", str(shared_data / "lheo" / "lheo.xsd")]
        subprocess.run([*command, str(tmp_path / "dump.xml")], check=True)  # noqa: S603 - our own paths


class TestNextNight:
    def test_second_night_changes_removes_and_adds_the_asked_shares(self, tmp_path: Path):
        write_feed(tmp_path / "one.xml", actions=400, today=TODAY)
        mutate(tmp_path / "two.xml", actions=400, today=TODAY, changed=0.2, removed=0.1, added=0.1)
        one = {record.number: record for record in read_all(tmp_path / "one.xml")}
        two = {record.number: record for record in read_all(tmp_path / "two.xml")}
        kept = one.keys() & two.keys()
        changed = {number for number in kept if one[number] != two[number]}
        assert 0 < len(one.keys() - two.keys()) < len(one) * 0.25
        assert 0 < len(two.keys() - one.keys()) < len(one) * 0.25
        assert 0 < len(changed) < len(kept) * 0.4
