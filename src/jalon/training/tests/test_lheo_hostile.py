"""Files that mean harm, or are broken: refused as a whole, in words, and nothing is read from outside."""

import gzip
from pathlib import Path

import pytest

from jalon.sources.rules import RefusedDataError
from jalon.training.rules.records import Programme
from jalon.training.services.lheo import Limits
from jalon.training.tests.lheo_records import feed, formation, read_all

DOCTYPES = {
    "billion laughs": '<!DOCTYPE lheo [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    "external entity": '<!DOCTYPE lheo [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
    "external subset": '<!DOCTYPE lheo SYSTEM "http://192.0.2.1/lheo.dtd">',
    "quadratic": f'<!DOCTYPE lheo [<!ENTITY a "{"x" * 5000}">]>',
    "parameter entity": '<!DOCTYPE lheo [<!ENTITY % p SYSTEM "http://192.0.2.1/x"> %p;]>',
}


def reasons(path: Path, limits: Limits | None = None) -> str:
    """Return why a file is refused."""
    with pytest.raises(RefusedDataError) as refusal:
        read_all(path, limits)
    return str(refusal.value)


def written(tmp_path: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / "feed.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def with_doctype(doctype: str, before: str = "") -> str:
    return feed(formation()).replace("?>\n", f"?>\n{before}{doctype}\n", 1)


class TestDoctype:
    @pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
    def test_doctype_is_refused_with_its_line(self, tmp_path: Path, doctype: str):
        assert "ligne 2 : un DOCTYPE n'est pas accepté" in reasons(written(tmp_path, with_doctype(doctype)))

    def test_doctype_behind_comments_and_instructions(self, tmp_path: Path):
        text = with_doctype(
            DOCTYPES["billion laughs"], before="<!-- <lheo> -->\n<?xml-stylesheet href='a'?>\n"
        )
        assert "DOCTYPE" in reasons(written(tmp_path, text))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
    def test_doctype_in_another_encoding(self, tmp_path: Path, encoding: str):
        declared = "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
        text = with_doctype(DOCTYPES["external entity"]).replace('encoding="UTF-8"', f'encoding="{declared}"')
        assert "DOCTYPE" in reasons(written(tmp_path, text, encoding))

    def test_doctype_hidden_by_an_encoding_nobody_uses(self, tmp_path: Path):
        text = b'<?xml version="1.0" encoding="UTF-7"?>\n+ADwAIQ-DOCTYPE lheo+AD4-<lheo/>'
        assert "encodage « UTF-7 » non accepté" in reasons(written(tmp_path, text))

    def test_html_page(self, tmp_path: Path):
        text = "<!DOCTYPE html><html><body>Erreur 404</body></html>"
        assert "page HTML" in reasons(written(tmp_path, text))


class TestNotLheo:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "fichier vide"),
            (" \n ", "fichier vide"),
            ("numero;titre\n1;CAP\n", "ce n'est pas un fichier XML"),
            ("<html><body/></html>", "page HTML"),
            ("<rss></rss>", "sa racine est « rss »"),
            ('<lheo xmlns="http://example.org/"><offres/></lheo>', "espace de noms inconnu"),
            ("<lheo-index/>", "index LHÉO"),
            ("<lheo><offres></offres></lheo>", "aucune formation"),
            ("\0\x01\x02PK", "ce n'est pas un fichier XML"),
        ],
    )
    def test_is_refused_in_words(self, tmp_path: Path, text: str, said: str):
        assert said in reasons(written(tmp_path, text))

    def test_absent(self, tmp_path: Path):
        assert "fichier absent" in reasons(tmp_path / "none.xml")

    @pytest.mark.parametrize(
        "namespace", ["http://lheo.gouv.fr/2.3", "http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.2", ""]
    )
    def test_namespaces_of_both_versions_are_read(self, tmp_path: Path, namespace: str):
        (found,) = read_all(written(tmp_path, feed(formation(), namespace=namespace)))
        assert isinstance(found, Programme)

    def test_prefix_is_read(self, tmp_path: Path):
        text = feed(formation()).replace("<", "<l:").replace("<l:/", "</l:").replace("<l:?", "<?")
        (found,) = read_all(written(tmp_path, text.replace("xmlns=", "xmlns:l=")))
        assert isinstance(found, Programme)
        assert found.title == "CAP Cuisine"


class TestBroken:
    def test_truncated_says_that_it_is_malformed(self, tmp_path: Path):
        text = feed(formation() * 3)[:-60]
        assert "XML mal formé" in reasons(written(tmp_path, text))

    def test_malformed_says_its_line(self, tmp_path: Path):
        text = feed(formation() + "<formation><oups></formation>\n" + formation(number="F2"))
        assert "ligne 4 : XML mal formé" in reasons(written(tmp_path, text))

    def test_wrong_encoding_declared(self, tmp_path: Path):
        said = reasons(written(tmp_path, feed(formation(title="Pâtissier")), "latin-1"))
        assert "ligne 3 : XML mal formé : le texte n'est pas dans l'encodage annoncé" in said

    def test_latin1_declared_is_read(self, tmp_path: Path):
        text = feed(formation(title="Pâtissier")).replace("UTF-8", "ISO-8859-1")
        (found,) = read_all(written(tmp_path, text, "latin-1"))
        assert found.title == "Pâtissier"

    @pytest.mark.parametrize("after", [0, 2_000], ids=["at the end", "with much behind it"])
    def test_undeclared_entity_is_named_with_its_line(self, tmp_path: Path, after: int):
        text = feed(formation() + formation(title="Caf&eacute;") + formation() * after)
        assert reasons(written(tmp_path, text)) == (
            "feed.xml, ligne 4 : XML mal formé : l'entité « &eacute; » n'est pas déclarée ; "
            "écrivez la lettre elle-même, « é »"
        )

    def test_undeclared_entity_without_a_letter(self, tmp_path: Path):
        said = reasons(written(tmp_path, feed(formation(title="Caf&nbsp;"))))
        assert said.endswith("« &nbsp; » n'est pas déclarée ; écrivez le caractère lui-même")

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            ("<oups>", "« oups », ouvert ligne 3, est suivi de la fermeture de « formation »"),
            ("A & B", "« & » seul dans un texte : écrivez « &amp; »"),
            ("A &amp B", "« & » seul dans un texte : écrivez « &amp; »"),
            ("a < b", "dans un texte, écrivez « &lt; »"),
            ("<a b='1' b='2'/>", "l'attribut « b » est écrit deux fois dans la même balise"),
            ("<a b=1/>", "la valeur d'un attribut n'est pas entre guillemets"),
            ("<a b/>", "l'attribut « b » n'a pas de valeur"),
            ("<a b='<'/>", "« < » dans la valeur d'un attribut"),
            ("\x08", "un caractère que XML n'accepte pas (numéro 8) : retirez-le"),
            ("&#8;", "un caractère que XML n'accepte pas (numéro 8) : retirez-le"),
            ("<!-- a -- b -->", "« -- » dans un commentaire"),
            ("a ]]> b", "« ]]> » dans un texte : écrivez « ]]&gt; »"),
            ("<z:b/>", "le préfixe « z: » n'est pas déclaré"),
            (f"<{'x' * 60_000}/>", "ligne 3 : un nom d'élément ou d'attribut trop long"),
        ],
    )
    def test_what_is_malformed_is_told_in_french(self, tmp_path: Path, inside: str, said: str):
        told = reasons(written(tmp_path, feed(formation(inside))))
        assert told.startswith("feed.xml, ligne 3 : ")
        assert said in told
        assert "anglais" not in told

    @pytest.mark.parametrize(
        ("cut", "said"),
        [
            (16, "le fichier s'arrête trop tôt : « offres », ouvert ligne 2, n'est pas fermé"),
            (5, "une balise n'est pas finie : il manque « > » (le fichier est peut-être coupé)"),
            (-1, "il reste quelque chose après la fin du document"),
        ],
    )
    def test_an_end_that_is_none_is_told(self, tmp_path: Path, cut: int, said: str):
        text = feed(formation())
        assert said in reasons(written(tmp_path, text[:-cut] if cut > 0 else f"{text}<x/>"))

    @pytest.mark.parametrize("opened", ["<!--", "<![CDATA["])
    def test_what_is_never_closed_is_told(self, tmp_path: Path, opened: str):
        assert "n'est pas fermé" in reasons(written(tmp_path, feed(formation(opened))))

    def test_what_nobody_translated_is_said_to_be_technical(self, tmp_path: Path):
        text = feed(formation()).replace('version="1.0"', 'version="3.0"')
        said = reasons(written(tmp_path, text))
        assert "XML mal formé (message technique, en anglais : Unsupported version" in said


class TestTooMuch:
    def test_deep_nesting_in_what_nobody_reads(self, tmp_path: Path):
        text = feed(formation("<inconnu>" * 60 + "</inconnu>" * 60))
        assert "plus de 40 éléments les uns dans les autres" in reasons(written(tmp_path, text))

    def test_deep_nesting_in_extras(self, tmp_path: Path):
        text = feed(formation(action="<extras>" * 60 + "</extras>" * 60))
        assert "plus de 40 éléments" in reasons(written(tmp_path, text))

    def test_very_deep_nesting(self, tmp_path: Path):
        said = reasons(written(tmp_path, feed(formation("<a>" * 5000 + "</a>" * 5000))))
        assert said == "feed.xml, ligne 3 : plus de 40 éléments les uns dans les autres"

    def test_huge_text(self, tmp_path: Path):
        text = feed(formation(f"<contenu-formation>{'x' * 1_200_000}</contenu-formation>"))
        assert "un texte de plus de 1024 ko" in reasons(written(tmp_path, text))

    def test_too_many_elements(self, tmp_path: Path):
        text = feed(formation("<a/>" * 60_000))
        assert "plus de 50000 éléments" in reasons(written(tmp_path, text))

    def test_endless_content_without_a_programme(self, tmp_path: Path):
        text = feed("<bruit/>" * 700_000 + formation())
        assert "sans qu'une formation se termine" in reasons(written(tmp_path, text))

    def test_file_limit(self, tmp_path: Path):
        path = written(tmp_path, feed("".join(formation(number=f"F{rank}") for rank in range(500))))
        assert "fichier trop gros" in reasons(path, Limits(file=20_000))


class TestGzip:
    def test_is_read(self, tmp_path: Path):
        path = tmp_path / "feed.xml.gz"
        path.write_bytes(gzip.compress(feed(formation()).encode()))
        (found,) = read_all(path)
        assert isinstance(found, Programme)

    def test_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path):
        path = tmp_path / "bomb.xml.gz"
        text = feed("").replace("</offres></lheo>", "").encode()
        path.write_bytes(gzip.compress(text + b" " * 200_000_000, 9))
        assert "plus de 4 Mo sans qu'une formation se termine" in reasons(path)

    def test_bomb_of_programmes_meets_the_file_limit(self, tmp_path: Path):
        path = tmp_path / "bomb.xml.gz"
        path.write_bytes(gzip.compress(feed(formation() * 20_000).encode(), 9))
        assert "fichier trop gros" in reasons(path, Limits(file=1_000_000))

    def test_truncated_archive(self, tmp_path: Path):
        path = tmp_path / "feed.xml.gz"
        path.write_bytes(gzip.compress(feed(formation() * 500).encode())[:-20])
        assert "archive gzip tronquée" in reasons(path)


class TestHostileTexts:
    def test_html_becomes_harmless_lines(self, tmp_path: Path):
        html = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick='x'&gt;Métier &amp;amp; savoirs&lt;/p&gt;"
        (found,) = read_all(
            written(tmp_path, feed(formation(f"<contenu-formation>{html}</contenu-formation>")))
        )
        assert found.content == "Métier & savoirs"

    def test_html_written_as_elements_is_read_too(self, tmp_path: Path):
        html = "<contenu-formation>Avant <p>un</p><ul><li>deux</li></ul></contenu-formation>"
        (found,) = read_all(written(tmp_path, feed(formation(html))))
        assert found.content == "Avant\nun\n- deux"

    def test_address_that_runs_code_is_dropped(self, tmp_path: Path):
        url = "<url-formation><urlweb>javascript:alert(1)</urlweb></url-formation>"
        (found,) = read_all(written(tmp_path, feed(formation(url))))
        assert found.website == ""


class TestElsewhere:
    def test_programme_outside_the_offers_is_refused(self, tmp_path: Path):
        text = feed(formation()).replace("</offres>", f"</offres><extras>{formation(number='F2')}</extras>")
        assert "une formation ailleurs que dans « offres »" in reasons(written(tmp_path, text))

    def test_programme_inside_a_programme_is_refused(self, tmp_path: Path):
        text = feed(formation(formation(number="F2")))
        assert "une formation ailleurs que dans « offres »" in reasons(written(tmp_path, text))
