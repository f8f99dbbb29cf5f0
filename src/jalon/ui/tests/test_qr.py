"""The QR code drawn in a page."""

import re

import segno
from django.template import Context, Template

ADDRESS = 'https://exemple.fr/atelier/BCDFGH/?a=1&b="<script>'


def drawn(address: str) -> str:
    return Template("{% load qr %}{% qr address %}").render(Context({"address": address}))


def dark_squares(svg: str) -> int:
    """Return how many squares the line of a QR code covers."""
    line = re.search(r'stroke="#000" d="([^"]+)"', svg).group(1)
    return sum(int(length) for length in re.findall(r"h(\d+)", line))


def test_the_qr_code_draws_every_dark_square():
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix
    assert dark_squares(drawn(ADDRESS)) == sum(cell for row in matrix for cell in row)


def test_the_qr_code_is_decorative_and_repeats_nothing_of_the_address():
    svg = drawn(ADDRESS)
    assert svg.startswith('<svg aria-hidden="true" focusable="false" ')
    assert "exemple" not in svg
    assert "script" not in svg
    assert "style=" not in svg
