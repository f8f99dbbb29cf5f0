import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.directory.rules.sign_in import own_path, plain_email


@given(st.text())
def test_an_address_has_one_form(text):
    once = plain_email(text)
    assert plain_email(f" {once} ") == plain_email(once)
    assert once == once.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "equipe/",
        "//exemple.fr/",
        "/\\exemple.fr/",
        "/equipe\\..",
        "https://exemple.fr/",
        "javascript:alert(1)",
        "/\n/exemple.fr",
        "/\t/exemple.fr",
        " /equipe/",
        "/" + "a" * 3_000,
    ],
)
def test_nobody_is_sent_elsewhere(text):
    assert own_path(text) == ""


@given(st.from_regex(r"/[a-z0-9-]+/(\?[a-z]+=[a-z0-9%&=]*)?", fullmatch=True))
def test_a_path_of_the_site_is_kept(text):
    assert own_path(text) == text
