"""The region's look, and communes found without an index."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import commune, region
from tests.readonly import readonly
from tests.tiny_region import write_region

from jalon.sources.services import load_region
from jalon.territory.models import Region
from jalon.territory.selectors import commune_by_code, communes_by_text
from jalon.territory.views import PLAIN_LOGO, theme_rules

THEME = reverse("territory:theme")
LOGO = reverse("territory:logo")


@pytest.mark.django_db
def test_without_an_index_a_beginning_is_enough(monkeypatch):
    commune("Saint-Aignan", insee_code="41198")
    monkeypatch.setattr("jalon.territory.selectors._found_by_search", lambda text, limit: [])
    assert [one.name for one in communes_by_text("st aig")] == ["Saint-Aignan"]


@pytest.mark.django_db
def test_a_withdrawn_commune_is_not_found():
    commune("Blois", withdrawn=True)
    assert communes_by_text("blois") == []
    assert commune_by_code("41018") is None


@pytest.mark.django_db
def test_the_theme_holds_the_colours_of_the_region_and_nothing_else(client, tmp_path):
    load_region(write_region(tmp_path))
    response = client.get(THEME)
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.content.decode() == (
        ":root{--region-accent:#0b4f6c;--region-accent-ink:#ffffff;--region-support:#f2c14e;}\n"
    )
    again = client.get(THEME, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert "max-age" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_without_a_region_the_look_is_plain(client):
    assert client.get(THEME).content == b""
    assert client.get(LOGO).content.decode() == PLAIN_LOGO


@given(st.dictionaries(st.sampled_from(["accent", "accent_ink", "support"]), st.text()))
def test_colours_that_are_none_give_no_rule(colours):
    assert theme_rules(colours) == ""


def test_a_pair_that_cannot_be_read_gives_no_rule():
    assert theme_rules({"accent": "#ffffff", "accent_ink": "#ffffff", "support": "#000000"}) == ""


@pytest.mark.django_db
def test_the_logo_can_do_nothing(client, tmp_path):
    load_region(write_region(tmp_path))
    response = client.get(LOGO)
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    assert b"<circle" in response.content
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    Region.objects.update(logo_svg="<svg><script>alert(1)</script></svg>")
    assert client.get(LOGO).content.decode() == PLAIN_LOGO


@pytest.mark.django_db
def test_looks_cost_one_query_at_most(client, django_assert_max_num_queries):
    region(colours={"accent": "#000000", "accent_ink": "#ffffff", "support": "#ff0000"})
    for address in (THEME, LOGO):
        with django_assert_max_num_queries(1), readonly():
            assert client.get(address).status_code == 200
