"""What every template may use without loading it: icons, drawings, French typography, addresses."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlencode

import lucide
from django import template
from django.core.paginator import Paginator
from django.template.defaultfilters import date as date_filter
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jalon.ui.rules import Choice
from jalon.ui.rules.typography import NARROW_SPACE, NO_BREAK_SPACE, french_spaces
from jalon.ui.services.addresses import address_of

register = template.Library()

DRAWINGS = Path(__file__).resolve().parent.parent / "data" / "drawings"
DRAWING_NAME = re.compile(r"[a-z0-9-]+")
FALLBACK_ICON = "signpost"
LONGEST_VALUE = 200


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


@register.simple_tag
def icon_symbols(*names: str) -> SafeString:
    """`{% icon_symbols "route" %}`: icons drawn once a page, for `used_icon` to repeat in long lists."""
    symbols = []
    for name in names:
        inside = rendered_icon(name, 24, "").partition(">")[2].removesuffix("</svg>")
        symbols.append(f'<symbol id="i-{escape(name)}" viewBox="0 0 24 24">{inside}</symbol>')
    return mark_safe(  # noqa: S308 - drawn by the lucide package
        f'<svg class="visually-hidden" aria-hidden="true" focusable="false">{"".join(symbols)}</svg>'
    )


@lru_cache(maxsize=64)
def used_icon(name: str, size: int, classes: str = "") -> str:
    """Return a repeat of one of the icons that the page drew once with `icon_symbols`."""
    return (
        f'<svg class="{f"icon {classes}".strip()}" width="{size}" height="{size}" '
        'aria-hidden="true" focusable="false">'
        f'<use href="#i-{escape(name)}"/></svg>'
    )


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
    """Put the spaces of French typography in a text (`rules.typography`)."""
    return french_spaces(text)


def with_thousands(number: int) -> str:
    """Return 12345 as « 12 345 » with narrow spaces."""
    return f"{number:,}".replace(",", NARROW_SPACE)


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """Return a day as people write it, nothing for none: « 1er septembre 2027 », « 2 septembre 2027 »."""
    text = date_filter(value, "j F Y")
    return f"1er{text[1:]}" if text.startswith("1 ") else text


@register.filter
def counted(number: int, forms: str) -> SafeString:
    """`{{ n|counted:"métier,métiers" }}`: the number with its noun; in French 0 and 1 are singular."""
    singular, plural = forms.split(",")
    return format_html("{}{}{}", with_thousands(number), NO_BREAK_SPACE, plural if number >= 2 else singular)


@register.filter
def phone_link(number: str) -> str:
    """Return the `tel:` address of a French number; only digits and a leading + are kept."""
    return "tel:" + re.sub(r"(?!^\+)\D", "", str(number).strip())


def _kept_pairs(context: template.Context) -> list[tuple[str, str]]:
    """Return what the links of a page repeat of its address: not its page number, nor anything overlong."""
    return [
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if name != "page" and len(value) <= LONGEST_VALUE
    ]


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str, value: object) -> str:
    """Return this page's query without one `name=value` pair, back on the first page of results."""
    return f"?{urlencode([pair for pair in _kept_pairs(context) if pair != (name, str(value))])}"


@register.simple_tag(takes_context=True)
def this_page(context: template.Context) -> str:
    """`{% this_page %}`: the address of this page as it was understood, for a form that leads back to it."""
    request = context["request"]
    page = request.GET.get("page", "")
    pairs = [*_kept_pairs(context), *([("page", page)] if page.isdecimal() and len(page) < 7 else [])]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


@register.simple_tag
def address(name: str, *values: object) -> str:
    """`{% address "portal:home" %}`: what `{% url %}` gives, worked out once for each place."""
    return address_of(name, *values)


@lru_cache(maxsize=256)
def _asset(_prefix: str, path: str) -> str:
    return static(path)


@register.simple_tag
def asset(path: str) -> str:
    """`{% asset "ui/css/jalon.css" %}`: what `{% static %}` gives, worked out once for each place."""
    return _asset(get_script_prefix(), path)


class RegionFacts(NamedTuple):
    """What the top and the foot of a page say of the region."""

    name: str
    brand: str
    tagline: str
    publisher: str
    demonstration: bool
    helpline_number: str
    helpline_note: str
    logo: str


@lru_cache(maxsize=512)
def _page_part(_prefix: str, template_name: str, region: RegionFacts | None, here: str) -> SafeString:
    return mark_safe(render_to_string(template_name, {"region": region, "here": here}).strip())  # noqa: S308 - a template


@register.simple_tag(takes_context=True)
def page_part(context: template.Context, template_name: str) -> SafeString:
    """`{% page_part "ui/_top.html" %}`: what pages share, drawn once a route and a state of the region."""
    region, request = context.get("region"), context.get("request")
    facts = RegionFacts(*[getattr(region, name, "") for name in RegionFacts._fields]) if region else None
    match = request.resolver_match if request else None
    return _page_part(get_script_prefix(), template_name, facts, match.view_name if match else "")


# What follows is drawn in Python and not by a template: a results page holds a hundred such lines.


@register.simple_tag
def keep_link(kind: str, key: str, words: str = "Garder", about: str = "") -> SafeString:
    """`{% keep_link "occupation" code about=name %}`: a link that keeps something in a dossier.

    `key`: a code, or the path of the page with its query; `about`: what, for who does not see.
    """
    hidden = f'<span class="visually-hidden"> {escape(about)}</span>' if about else ""
    return mark_safe(  # noqa: S308 - every value is escaped or quoted
        f'<a class="arrow no-print" href="{address_of("guidance:dossier_start")}?quoi={escape(kind)}'
        f'&amp;cle={quote(key, safe="")}" rel="nofollow" data-keep>{rendered_icon("folder-plus", 20, "")}'
        f"{escape(words)}{hidden}</a>"
    )


@register.simple_tag
def option_list(choices: Iterable[tuple[object, str]], chosen: object = None) -> SafeString:
    """`{% option_list choices chosen %}`: the options of a `<select>`; `choices` are (value, words)."""
    options = "".join(
        f'<option value="{escape(str(value))}"{" selected" if value == chosen else ""}>'
        f"{escape(words)}</option>"
        for value, words in choices
    )
    return mark_safe(options)  # noqa: S308 - every value is escaped above


@register.simple_tag
def hidden_list(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """`{% hidden_list kept %}`: what a form sends along; `pairs` are (name, value)."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in pairs
    )
    return mark_safe(fields)  # noqa: S308 - every value is escaped above


class CardLike(Protocol):
    """What a card shows; `why` and `demonstration` may be empty."""

    name: str
    url: str
    summary: str
    level_label: str
    sectors: tuple[str, ...]
    demonstration: bool
    why: str


class WantedLike(Protocol):
    """A condition that may be wanted or refused."""

    value: str
    label: str
    wanted: bool
    refused: bool
    wanted_count: int
    refused_count: int


@register.simple_tag
def card_list(cards: Iterable[CardLike], heading: str = "h3") -> SafeString:
    """`{% card_list cards %}`: an ordered list of occupations; `heading` is the level of their titles."""
    level_icon, sector_icon = used_icon("route", 18), used_icon("layers", 18)
    example_icon = used_icon("flask-conical", 16)
    lines = []
    for card in cards:
        why = f'<p class="why">{escape(card.why)}</p>' if card.why else ""
        summary = f"<p>{escape(typo(card.summary))}</p>" if card.summary else ""
        sectors = f"<li>{sector_icon}{escape(', '.join(card.sectors))}</li>" if card.sectors else ""
        example = f"<li>{example_icon}fiche d'exemple</li>" if card.demonstration else ""
        lines.append(
            f'<li class="card"><{heading}><a href="{escape(card.url)}">{escape(card.name)}</a></{heading}>'
            f'{why}{summary}<ul class="facts"><li>{level_icon}'
            f"{escape(card.level_label) or 'Niveau non précisé'}</li>{sectors}{example}</ul></li>"
        )
    return mark_safe(f'<ol class="results">{"".join(lines)}</ol>')  # noqa: S308 - every value is escaped above


def _box(name: str, value: str, label: str, count: int, checked: bool) -> str:
    """Return one checkbox with its words and its count; a value that would give nothing is pale."""
    value = escape(value)
    return (
        f'<label class="tick{"" if count or checked else " off"}"><input type="checkbox" id="{name}-{value}" '
        f'name="{name}" value="{value}"{" checked" if checked else ""}>{escape(label)}'
        f'<span class="n">{with_thousands(count)}</span></label>'
    )


@register.simple_tag
def tick_list(name: str, choices: Iterable[Choice]) -> SafeString:
    """`{% tick_list "niveau" choices %}`: one checkbox a value, with how many it would give."""
    name = escape(name)
    boxes = "".join(_box(name, one.value, one.label, one.count, one.checked) for one in choices)
    return mark_safe(boxes)  # noqa: S308 - every value is escaped in _box


@register.simple_tag
def wanted_list(choices: Iterable[WantedLike]) -> SafeString:
    """`{% wanted_list choices %}`: each condition with « Oui » and « Non », named `avec` and `sans`."""
    lines = []
    for one in choices:
        value = escape(one.value)
        lines.append(
            f'<div class="both" role="group" aria-labelledby="c-{value}">'
            f'<span class="both-name" id="c-{value}">{escape(one.label)}</span>'
            f"{_box('avec', one.value, 'Oui', one.wanted_count, one.wanted)}"
            f"{_box('sans', one.value, 'Non', one.refused_count, one.refused)}</div>"
        )
    return mark_safe("".join(lines))  # noqa: S308 - every value is escaped above and in _box


class PageLike(Protocol):
    """A page of results: Django's Page."""

    number: int
    paginator: Paginator


def _page_link(before: str, number: int, inside: str, extra: str = "") -> str:
    return f'<li><a href="?{before}page={number}"{extra}>{inside}</a></li>'


@register.simple_tag(takes_context=True)
def page_links(context: template.Context, page: PageLike) -> SafeString:
    """`{% page_links page %}`: links to the pages of results that keep the rest of the address."""
    last = page.paginator.num_pages
    if last < 2:
        return mark_safe("")
    kept = urlencode(_kept_pairs(context))
    before = escape(f"{kept}&") if kept else ""
    items = []
    if page.number > 1:
        inside = f"{rendered_icon('arrow-left', 18, '')}<span>Précédente</span>"
        items.append(_page_link(before, page.number - 1, inside, ' rel="prev"'))
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            here = ' aria-current="page"' if number == page.number else ""
            inside = f'<span class="visually-hidden">Page </span>{number}'
            items.append(_page_link(before, number, inside, here))
        else:
            items.append('<li><span aria-hidden="true">…</span></li>')
    if page.number < last:
        inside = f"<span>Suivante</span>{rendered_icon('arrow-right', 18, '')}"
        items.append(_page_link(before, page.number + 1, inside, ' rel="next"'))
    links = "".join(items)
    return mark_safe(  # noqa: S308 - the address is escaped above, the rest is ours
        f'<nav aria-label="Pages de résultats"><ul class="pages">{links}</ul></nav>'
    )
