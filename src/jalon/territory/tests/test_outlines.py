"""The light drawing of the départements: kept, said, and hostile drawings refused with their reason."""

import json
from itertools import pairwise
from math import inf, nan

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.tiny_region import write_region

from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region
from jalon.territory.models import Departement
from jalon.territory.rules import Ring, distance_km, outline_rings
from jalon.territory.selectors import outlines
from jalon.territory.services.folder import read_communes
from jalon.territory.services.outlines import read_outlines

TRIANGLE = [[55.2, -20.9], [55.8, -20.9], [55.5, -21.4], [55.2, -20.9]]
COARSE_KM = 10  # how far from a point of the drawing a commune of the border may be


def drawing(*features) -> str:
    """Return a FeatureCollection of (code, geometry) pairs."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
                for code, geometry in features
            ],
        }
    )


def polygon(*rings) -> dict:
    """Return a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def is_inside(rings: list[Ring], *, latitude: float, longitude: float) -> bool:
    """Tell whether a point is inside: an odd number of borders stand east of it."""
    inside = False
    for ring in rings:
        for (x, y), (next_x, next_y) in pairwise(ring):
            if (y > latitude) != (next_y > latitude):
                inside ^= longitude < x + (latitude - y) * (next_x - x) / (next_y - y)
    return inside


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "geometry est un Polygon"),
        ({"type": "Point", "coordinates": [1, 47]}, "geometry est un Polygon"),
        ({"type": "Polygon", "coordinates": "x"}, "coordinates est une liste"),
        ({"type": "MultiPolygon", "coordinates": [1]}, "coordinates est une liste"),
        (polygon(), "1 à 20 contours"),
        (polygon(*[TRIANGLE] * 21), "1 à 20 contours"),
        (polygon(TRIANGLE[:3]), "au moins 4 points"),
        (polygon([*TRIANGLE[:3], [55.3, -20.9]]), "contour ouvert"),
        (polygon([[1.0, 47.0]] * 501), "contour trop fin"),
        (polygon([[nan, 47]] * 4), "point hors du monde"),
        (polygon([[inf, 47]] * 4), "point hors du monde"),
        (polygon([[1, 91]] * 4), "point hors du monde"),
        (polygon([[True, 47]] * 4), "en nombres"),
        (polygon([["1", 47]] * 4), "en nombres"),
        (polygon([[1, 47, 3]] * 4), "chaque point"),
        (polygon([{}] * 4), "chaque point"),
    ],
)
def test_a_drawing_that_no_map_could_show_is_refused(geometry, reason):
    rings, said = outline_rings(geometry)
    assert rings == []
    assert reason in said


def test_several_islands_are_several_rings():
    rings, said = outline_rings({"type": "MultiPolygon", "coordinates": [[TRIANGLE], [TRIANGLE]]})
    assert (rings, said) == ([TRIANGLE, TRIANGLE], "")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@given(st.sampled_from(["Polygon", "MultiPolygon"]), json_values)
def test_whatever_is_sent_is_taken_or_refused_with_a_reason(kind, coordinates):
    rings, said = outline_rings({"type": kind, "coordinates": coordinates})
    assert bool(rings) != bool(said)


@pytest.mark.django_db
def test_the_drawing_is_kept_then_forgotten(tmp_path):
    folder = write_region(tmp_path)
    path = folder / "outlines.geojson"
    path.write_text(drawing(("974", polygon(TRIANGLE))), encoding="utf-8")
    load_region(folder)
    assert outlines() == [("974", "Petite-Île", [TRIANGLE])]
    assert not load_region(folder).changed
    path.unlink()
    load_region(folder)
    assert outlines() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "outlines.geojson, ligne 1 : JSON illisible"),
        ("[" * 100_000, "JSON illisible : trop imbriqué"),
        ("[]", "une FeatureCollection est attendue"),
        ('{"features": [null]}', "département inconnu : sans code n'est pas dans departements.csv"),
        (drawing(("75", polygon(TRIANGLE))), "département inconnu : 75 n'est pas"),
        (drawing(("974", polygon(TRIANGLE)), ("974", polygon(TRIANGLE))), "974 est dessiné deux fois"),
        (drawing(("974", polygon(TRIANGLE[:3]))), "974 : un contour a au moins 4 points"),
        (" " * (512 * 1024 + 1), "dessin trop gros"),
    ],
)
def test_a_hostile_drawing_refuses_the_folder(tmp_path, text, reason):
    folder = write_region(tmp_path)
    (folder / "outlines.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedDataError) as refusal:
        load_region(folder)
    assert reason in str(refusal.value)
    assert not Departement.objects.exists()


def test_the_demonstration_region_is_drawn_lightly_without_gaps():
    drawn, problems = read_outlines(settings.JALON_REGION)
    assert (sorted(drawn), problems) == (["18", "28", "36", "37", "41", "45"], [])
    points = {code: frozenset(map(tuple, rings[0])) for code, rings in drawn.items()}
    assert all(20 <= len(ring) <= 45 for ring in points.values())
    # Neighbours meet on the same points: Loir-et-Cher touches the five others.
    assert all(len(points["41"] & ring) >= 2 for ring in points.values())


def test_communes_are_inside_their_own_departement_or_close():
    drawn, _problems = read_outlines(settings.JALON_REGION)
    communes, _problems = read_communes(settings.JALON_REGION)
    outside = [
        row.value
        for row in communes
        if not is_inside(
            drawn[row.value.departement], latitude=row.value.latitude, longitude=row.value.longitude
        )
    ]
    assert len(outside) < len(communes) / 20
    for commune in outside:
        nearest = min(
            distance_km(commune.latitude, commune.longitude, latitude, longitude)
            for longitude, latitude in drawn[commune.departement][0]
        )
        assert nearest < COARSE_KM, commune.name
