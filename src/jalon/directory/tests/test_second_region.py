"""A second region, written by the test: the screens are its own, nothing of the first one is left."""

import pytest
from django.conf import settings
from django.urls import reverse
from tests.tiny_region import write_region

from jalon.sources.services import load_region

pytestmark = pytest.mark.django_db

SCREENS = [
    reverse("portal:home"),
    reverse("directory:near_me"),
    reverse("directory:near_me") + "?commune=97416",
    reverse("directory:organisation", args=["cio-port-clair"]),
    reverse("occupations:index"),
    reverse("occupations:occupation", args=["A1416"]),
    reverse("occupations:sectors"),
    reverse("portal:search") + "?q=canne",
    reverse("portal:data_sources"),
    reverse("portal:legal"),
]


@pytest.mark.parametrize("first", [False, True], ids=["alone", "after-another"])
def test_every_screen_is_the_second_region_s(client, tmp_path, first):
    if first:
        load_region(settings.JALON_REGION)
    load_region(write_region(tmp_path), replace=True)
    for address in SCREENS:
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200, address
        assert "Petite-Île" in page, address
        assert "0262 00 00 00" in page, address
        assert "Centre-Val" not in page, address
        assert "0800 222 100" not in page, address
    assert "#0b4f6c" in client.get(reverse("territory:theme")).content.decode()
    assert "7c2244" not in client.get(reverse("territory:theme")).content.decode()


def test_its_places_and_occupations_are_shown(client, tmp_path):
    load_region(write_region(tmp_path))
    near = client.get(reverse("directory:near_me"), {"lieu": "anse bleue"}).content.decode()
    assert "Mission locale d&#x27;Anse-Bleue" in near
    assert "CIO de Port-Clair" in near
    every = client.get(reverse("portal:search")).content.decode()
    assert "Planteur de canne" in every
    assert "Producteur de vanille" in every
