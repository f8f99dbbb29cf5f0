"""The region's look: its colours and its logo."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.territory.rules import colour_problem, contrast_problem, drawing_problem
from jalon.territory.selectors import current_region, region_logo

AN_HOUR = 3_600
PROPERTIES = {"accent": "--region-accent", "accent_ink": "--region-accent-ink", "support": "--region-support"}
# Shown when the region has no logo of its own, or none that may be served.
PLAIN_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">'
    '<path d="M28 4h8v14h-8zM28 32h8v14h-8z" fill="#b83a1a"/>'
    '<path d="M28 18h8v14h-8zM28 46h8l-4 14z" fill="#fffdf8" stroke="#b83a1a"/></svg>'
)
DRAWING_POLICY = "default-src 'none'; style-src 'none'; frame-ancestors 'none'; sandbox"


def _kept(body: str, content_type: str) -> HttpResponse:
    """Answer a text that browsers keep for an hour, then check by its ETag."""
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = f'"{sha256(body.encode()).hexdigest()[:20]}"'
    return response


def theme_rules(colours: dict[str, str]) -> str:
    """Return the CSS of the region's colours; nothing when one is not a colour or cannot be read."""
    chosen = {name: str(colours.get(name, "")) for name in PROPERTIES}
    if any(colour_problem(colour) for colour in chosen.values()):
        return ""
    if contrast_problem(chosen["accent"], chosen["accent_ink"]):
        return ""
    lines = "".join(f"{PROPERTIES[name]}:{colour};" for name, colour in chosen.items())
    return f":root{{{lines}}}\n"


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def theme(request: HttpRequest) -> HttpResponse:
    """Give the region's colours to the stylesheet, and nothing else."""
    region = current_region()
    rules = theme_rules(region.colours) if region else ""
    return _kept(rules, "text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def logo(request: HttpRequest) -> HttpResponse:
    """Give the region's logo, checked again, under a policy that lets it do nothing; else a plain pole."""
    drawing = region_logo()
    if not drawing or drawing_problem(drawing):
        drawing = PLAIN_LOGO
    response = _kept(drawing, "image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = DRAWING_POLICY
    return response
