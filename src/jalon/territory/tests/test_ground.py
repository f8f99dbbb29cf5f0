"""The communes kept in memory: what the last finished load left, and who is near whom."""

import pytest
from tests import factories

from jalon.territory.models import Commune
from jalon.territory.rules import distance_km
from jalon.territory.selectors import communes_within, ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def loire():
    """Three towns along a river, and one that is no more."""
    places = (("41018", "Blois", 1.33), ("37261", "Tours", 0.69), ("45234", "Orléans", 1.91))
    for code, name, longitude in places:
        factories.commune(name, insee_code=code, longitude=longitude, latitude=47.5 + longitude / 5)
    factories.commune("Ancienne", insee_code="41999", withdrawn=True)


def test_near_communes_are_in_order_and_within_the_distance(loire):
    blois = Commune.objects.get(insee_code="41018")
    others = {one.insee_code: one for one in Commune.objects.filter(withdrawn=False)}
    for km in (0, 45, 55, 1_000):
        expected = sorted(
            (distance_km(blois.latitude, blois.longitude, one.latitude, one.longitude), code)
            for code, one in others.items()
        )
        found = communes_within(blois, km)
        assert list(found.items()) == [(code, far) for far, code in expected if far <= km]
    assert list(communes_within(blois, 0)) == ["41018"]


def test_a_withdrawn_commune_keeps_its_name_but_is_not_in_use(loire):
    assert ground().towns["41999"].name == "Ancienne"
    assert ground().town("41999") is None
    assert ground().town("41018").name == "Blois"
    assert ground().town("zz") is None


def test_communes_are_read_again_after_a_load_only(loire, django_assert_num_queries):
    factories.load()
    before = ground()
    with django_assert_num_queries(1):
        assert ground() is before
    factories.commune("Vendôme", insee_code="41269")
    factories.load()
    assert ground().town("41269").name == "Vendôme"
