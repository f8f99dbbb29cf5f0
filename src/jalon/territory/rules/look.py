"""A region's colours and logo: readable, and harmless."""

import re

COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)
LEAST_CONTRAST = 4.5
MAX_DRAWING_BYTES = 64 * 1024
# What a picture has no use for: code, outside documents, entities.
UNWANTED = {
    r"<!doctype|<!entity|<\?xml-stylesheet": "une déclaration DOCTYPE, ENTITY ou de feuille de style",
    r"<\s*(?:script|foreignobject|iframe|object|embed|style|animate|set)\b": "un élément interdit "
    "(script, style, foreignObject, animation …)",
    r"[\s\"'/]on[a-z]+\s*=": "un attribut d'événement (on…=)",
    r"javascript:|data:": "une adresse javascript: ou data:",
    r"(?:href|src)\s*=\s*[\"']?\s*[^#\"'\s]": "un lien vers l'extérieur",
    r"url\(\s*[\"']?\s*[^#\"'\s]": "une adresse url(…) vers l'extérieur",
}


def colour_problem(colour: str) -> str:
    """Say why `colour` is not a #rrggbb colour, or return an empty text."""
    return "" if COLOUR.fullmatch(colour) else "une couleur #rrvvbb est attendue, par exemple #7c2244"


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(colour: str, other: str) -> float:
    """Return the WCAG 2 contrast of two #rrggbb colours, 1 (the same) to 21.

    >>> round(contrast_ratio("#000000", "#ffffff"), 2)
    21.0
    """
    darker, lighter = sorted((_luminance(colour), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_problem(colour: str, ink: str) -> str:
    """Say why text in `ink` on `colour` cannot be read by all, or return an empty text."""
    ratio = contrast_ratio(colour, ink)
    if ratio >= LEAST_CONTRAST:
        return ""
    return f"contraste de {ratio:.1f} avec accent : il en faut au moins {LEAST_CONTRAST}".replace(".", ",")


def drawing_problem(svg: str) -> str:
    """Say why an SVG text is not served as a logo, or return an empty text."""
    if len(svg.encode()) > MAX_DRAWING_BYTES:
        return f"dessin trop gros (plus de {MAX_DRAWING_BYTES // 1024} ko)"
    if not re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", svg, re.DOTALL):
        return "ce n'est pas un dessin SVG"
    for pattern, name in UNWANTED.items():
        if re.search(pattern, svg, re.IGNORECASE):
            return f"le dessin contient {name}"
    return ""
