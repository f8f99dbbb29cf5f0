"""What every template may use without loading it: icons, drawings, French typography, addresses."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

import lucide
from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

DRAWINGS = Path(__file__).resolve().parent.parent / "data" / "drawings"
DRAWING_NAME = re.compile(r"[a-z0-9-]+")
FALLBACK_ICON = "signpost"
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
BEFORE_SIGN = re.compile(r"[ \u00a0]+([;!?»%€])")
BEFORE_COLON = re.compile(r"[ \u00a0]+:(?=\s|$)")
AFTER_QUOTE = re.compile(r"«[ \u00a0]+")


@lru_cache(maxsize=512)
def rendered_icon(name: str, size: int, classes: str) -> SafeString:
    """Return the SVG of a lucide icon, hidden from screen readers; an unknown name gives a signpost."""
    attributes = {"class": f"icon {classes}".strip(), "aria-hidden": "true", "focusable": "false"}
    try:
        svg = lucide._render_icon(name, size, **attributes)
    except lucide.IconDoesNotExist:
        svg = lucide._render_icon(FALLBACK_ICON, size, **attributes)
    return mark_safe(re.sub(r"\s+", " ", svg))  # noqa: S308 - drawn by the lucide package, attributes escaped by it


@register.simple_tag
def icon(name: str, size: int = 24, classes: str = "") -> SafeString:
    """`{% icon "search" %}`: a decorative icon; the words stand beside it."""
    return rendered_icon(name or FALLBACK_ICON, size, classes)


@lru_cache(maxsize=64)
def drawing_source(name: str) -> SafeString:
    """Return the SVG of one of Jalon's own drawings; raises ValueError on a name that is not one."""
    if not DRAWING_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a drawing")
    text = (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8")
    return mark_safe(re.sub(r">\s+<", "><", text.strip()))  # noqa: S308 - a file of this package


@register.simple_tag
def drawing(name: str) -> SafeString:
    """`{% drawing "hero" %}`: a picture drawn for Jalon, decorative, coloured by the tokens."""
    return drawing_source(name)


@register.filter(is_safe=True)
@stringfilter
def typo(text: str) -> str:
    """Put the spaces of French typography where an ordinary space stands before ; ! ? : » or after «."""
    text = BEFORE_SIGN.sub(NARROW_SPACE + r"\1", text)
    text = BEFORE_COLON.sub(NO_BREAK_SPACE + ":", text)
    return AFTER_QUOTE.sub("«" + NARROW_SPACE, text)


def with_thousands(number: int) -> str:
    """Return 12345 as « 12 345 » with narrow spaces."""
    return f"{number:,}".replace(",", NARROW_SPACE)


@register.filter
def counted(number: int, forms: str) -> SafeString:
    """`{{ n|counted:"métier,métiers" }}`: the number with its noun; in French 0 and 1 are singular."""
    singular, plural = forms.split(",")
    return format_html("{}{}{}", with_thousands(number), NO_BREAK_SPACE, plural if number >= 2 else singular)


@register.filter
def phone_link(number: str) -> str:
    """Return the `tel:` address of a French number; only digits and a leading + are kept."""
    return "tel:" + re.sub(r"(?!^\+)\D", "", str(number).strip())


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str, value: object) -> str:
    """Return this page's query without one `name=value` pair, back on the first page of results."""
    pairs = [
        (key, one)
        for key, values in context["request"].GET.lists()
        for one in values
        if (key, one) != (name, str(value)) and key != "page"
    ]
    return f"?{urlencode(pairs)}"
