"""What a LHÉO file says, as records; and what is left out of it, with line and reason."""

from datetime import date
from pathlib import Path

import pytest

from jalon.training.rules.records import Action, Place, Programme
from jalon.training.services.lheo import Omitted, Rejected
from jalon.training.tests.lheo_records import feed, formation, read_all

SESSION = "<session numero='{number}'><periode><debut>{start}</debut><fin>{end}</fin></periode></session>"
PERSON = """<contact-formation><coordonnees><civilite>Mme</civilite><nom>Personne</nom><prenom>Nommée</prenom>
<telfixe><numtel>02 00 00 00 00</numtel></telfixe><courriel>contact@cfa.example</courriel>
</coordonnees></contact-formation>"""


def session(number: str = "S1", start: str = "20260901", end: str = "20270630") -> str:
    return SESSION.format(number=number, start=start, end=end)


def read(tmp_path: Path, *formations: str) -> list[Programme | Rejected | Omitted]:
    path = tmp_path / "feed.xml"
    path.write_text(feed("".join(formations)), encoding="utf-8")
    return read_all(path)


def read_action(tmp_path: Path, action: str, **facts: str) -> Action:
    (found,) = read(tmp_path, formation(action=action, **facts))
    assert isinstance(found, Programme)
    return found.actions[0]


class TestLeftOut:
    def test_programme_without_title_is_rejected_and_the_others_are_read(self, tmp_path: Path):
        one, two = read(tmp_path, formation(title="-"), formation(number="F2"))
        assert isinstance(one, Rejected)
        assert one.number == "F1"
        assert str(one.problem) == "feed.xml, ligne 3, intitule-formation : formation sans intitulé"
        assert isinstance(two, Programme)

    def test_programme_without_number_is_rejected(self, tmp_path: Path):
        (found,) = read(tmp_path, formation(number=""))
        assert isinstance(found, Rejected)
        assert found.problem.reason.startswith("formation sans numéro")

    def test_session_with_an_impossible_date_is_left_out_and_its_programme_stays(self, tmp_path: Path):
        told, kept = read(tmp_path, formation(action=session("S1", "20260231") + session("S2")))
        assert isinstance(told, Omitted)
        assert told.problem.field == "session S1, debut"
        assert told.problem.reason == "date impossible : « 20260231 »"
        assert [one.number for one in kept.actions[0].sessions] == ["S2"]

    def test_wrong_position_and_commune_are_told_and_the_place_stays(self, tmp_path: Path):
        place = (
            "<lieu-de-formation><coordonnees><ligne>CFA</ligne><adresse><codepostal>37000</codepostal>"
            "<ville>Tours</ville><code-INSEE-commune>Tours</code-INSEE-commune><geolocalisation>"
            "<latitude>4739,5</latitude><longitude>0.69</longitude></geolocalisation></adresse>"
            "</coordonnees></lieu-de-formation>"
        )
        *told, kept = read(tmp_path, formation(action=place))
        assert {one.problem.field for one in told} == {"code-INSEE-commune", "geolocalisation"}
        assert kept.actions[0].place == Place(name="CFA", postal_code="37000", town="Tours")

    def test_line_is_true_beyond_what_libxml_counts(self, tmp_path: Path):
        gap = "\n" * 40_000
        *_, told = read(tmp_path, gap, formation(), gap, formation(number="F2"), formation(title=""))
        assert isinstance(told, Rejected)
        assert told.problem.line == 80_005

    def test_line_is_true_in_utf16(self, tmp_path: Path):
        path = tmp_path / "feed.xml"
        text = feed("\n" * 70_000 + formation(title="")).replace("UTF-8", "UTF-16")
        path.write_text(text, encoding="utf-16")
        (told,) = read_all(path)
        assert told.problem.line == 70_003

    def test_programme_without_action_is_kept(self, tmp_path: Path):
        text = "<formation numero='F1'><intitule-formation>CAP</intitule-formation></formation>"
        (found,) = read(tmp_path, text)
        assert found == Programme("F1", "CAP")


class TestPersons:
    def test_names_are_not_kept(self, tmp_path: Path):
        (found,) = read(tmp_path, formation(PERSON))
        assert found.contact == ("02 00 00 00 00", "contact@cfa.example", "")
        assert "Personne" not in repr(found)
        assert "Nommée" not in repr(found)


class TestNumbers:
    def test_siblings_of_the_same_number_are_told_apart(self, tmp_path: Path):
        action = read_action(tmp_path, session("S1") + session("S1"))
        assert [one.number for one in action.sessions] == ["S1", "S1~2"]

    def test_session_without_number_is_named_after_its_action(self, tmp_path: Path):
        action = read_action(tmp_path, session("") + session(""))
        assert [one.number for one in action.sessions] == ["F1_1-1", "F1_1-2"]

    def test_identifier_stands_for_a_number(self, tmp_path: Path):
        (found,) = read(tmp_path, formation().replace('numero="F1"', 'id="ID9"'))
        assert found.number == "ID9"


class TestFacts:
    def test_dates_that_say_nothing(self, tmp_path: Path):
        (one,) = read_action(tmp_path, session("S1", "00000000", "99999999")).sessions
        assert (one.start, one.end) == (None, None)

    def test_dates_and_window(self, tmp_path: Path):
        text = session().replace(
            "</session>",
            "<periode-inscription><periode><debut>20260501</debut><fin>20260815</fin></periode>"
            "</periode-inscription><etat-recrutement>2</etat-recrutement></session>",
        )
        (one,) = read_action(tmp_path, text).sessions
        assert (one.start, one.end) == (date(2026, 9, 1), date(2027, 6, 30))
        assert (one.registration_from, one.registration_until) == (date(2026, 5, 1), date(2026, 8, 15))
        assert one.recruitment == "full"

    @pytest.mark.parametrize(
        ("code", "level"),
        [("0", None), ("1", 0), ("4", 3), ("6", 5), ("8", 7), ("13", 3), ("18", 8), ("99", None)],
    )
    def test_levels_of_both_tables(self, tmp_path: Path, code: str, level: int | None):
        (found,) = read(tmp_path, formation(f"<code-niveau-sortie>{code}</code-niveau-sortie>"))
        assert found.level_out == level

    def test_certifications(self, tmp_path: Path):
        text = (
            "<certification><code-RNCP>37537</code-RNCP><code-CERTIFINFO>114512</code-CERTIFINFO></certification>"
            "<certification><code-RS>RS5080</code-RS></certification>"
        )
        (found,) = read(tmp_path, formation(text))
        assert found.certifications == ("RNCP37537", "RS5080")
        assert found.certifinfo == ("114512",)

    @pytest.mark.parametrize(
        ("action", "modes"),
        [
            ("", ("adult",)),
            ("<modalites-alternance>Contrat d'apprentissage</modalites-alternance>", ("apprenticeship",)),
            ("<modalites-alternance>Sans alternance</modalites-alternance>", ("adult",)),
            ("<modalites-enseignement>1</modalites-enseignement>", ("distance",)),
            ("<modalites-enseignement>2</modalites-enseignement>", ("adult",)),
            (
                '<extras info="type-formation"><extra info="formation-initiale">1</extra></extras>',
                ("school",),
            ),
        ],
    )
    def test_modes(self, tmp_path: Path, action: str, modes: tuple[str, ...]):
        assert read_action(tmp_path, action).modes == modes

    def test_title_says_vae(self, tmp_path: Path):
        assert read_action(tmp_path, "", title="CAP Cuisine (VAE)").modes == ("vae",)

    def test_funders_and_words_say_who_pays(self, tmp_path: Path):
        action = read_action(
            tmp_path,
            "<prix-total-TTC>1 200,50 €</prix-total-TTC>"
            "<detail-conditions-prise-en-charge>Éligible au CPF</detail-conditions-prise-en-charge>"
            "<organisme-financeur><code-financeur>2</code-financeur></organisme-financeur>"
            "<organisme-financeur><code-financeur>16</code-financeur></organisme-financeur>",
        )
        assert action.price == 1200.5
        assert action.funders == ("2", "16")
        assert action.funding == ("region", "cpf", "employer")

    def test_same_address_in_two_places_is_one_record(self, tmp_path: Path):
        address = "<adresse><codepostal>37000</codepostal><ville>Tours</ville></adresse>"
        inscription = f"<adresse-inscription>{address}</adresse-inscription>"
        text = session().replace("</session>", f"{inscription}</session>")
        one, two = read(tmp_path, formation(action=text), formation(number="F2", action=text))
        first, second = (found.actions[0].sessions[0].registration_place for found in (one, two))
        assert first == Place(postal_code="37000", town="Tours")
        assert first is second
