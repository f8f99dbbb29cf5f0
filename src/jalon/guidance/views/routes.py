"""« Mon chemin »: the routes from a person's situation to one occupation."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.guidance.rules.route_asked import ORDERS, read_routes_asked
from jalon.guidance.rules.routes import Prefer
from jalon.guidance.selectors.route_screen import said_reach, shown_routes
from jalon.guidance.selectors.routes import PREFER_LABELS, around_code, occupation_to, plan
from jalon.occupations.enums import Level
from jalon.search.rules import plain_query
from jalon.territory.selectors import communes_by_text
from jalon.ui.services.parts import asks_part, varied

LEVEL_CHOICES = [
    (Level.NONE, "Pas encore de diplôme (collège, lycée, aucun)"),
    (Level.CAP, "CAP, BEP ou équivalent"),
    (Level.BAC, "Bac (général, techno, pro) ou BP"),
    (Level.BAC2, "Bac + 2 (BTS, DUT…)"),
    (Level.BAC3, "Bac + 3 (licence, BUT…)"),
    (Level.BAC5, "Bac + 5 (master, ingénieur…)"),
    (Level.BAC8, "Doctorat"),
]
SITUATION_CHOICES = [
    (
        "Au collège, au lycée ou en études",
        [
            ("college", "Au collège, avant la troisième"),
            ("troisieme", "En troisième"),
            ("seconde", "En seconde"),
            ("premiere", "En première"),
            ("terminale", "En terminale"),
            ("cap", "En dernière année de CAP"),
            ("bts", "En dernière année de BTS"),
            ("licence", "En dernière année de licence ou de BUT"),
            ("eleve", "Élève ou étudiant, autrement"),
        ],
    ),
    ("Sorti de l'école", [("emploi", "En emploi"), ("recherche", "En recherche d'emploi")]),
]
REACHES = (20, 50, 100)


def form_choices() -> dict[str, object]:
    """Return what the form « Mon chemin » lets one choose."""
    return {
        "levels": [(level.value, words) for level, words in LEVEL_CHOICES],
        "situations": SITUATION_CHOICES,
        "reaches": [(km, said_reach(km)) for km in REACHES],
    }


@require_safe
def routes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the routes to an occupation; the address holds the whole situation. The answer alone for htmx.

    404 when the code is not that of an occupation.
    """
    occupation = occupation_to(code.upper())
    if occupation is None:
        raise Http404("Ce métier n'existe pas.")
    asked = read_routes_asked(dict(request.GET.lists()), occupation.code)
    typed = plain_query(request.GET.get("lieu", ""))[:100]
    meant = communes_by_text(typed) if typed else []
    commune = meant[0].insee_code if len(meant) == 1 else "" if typed else asked.commune
    around = around_code(commune, asked.person.reach_km)
    # How far one accepts to go says nothing without a place.
    person = asked.person if around else replace(asked.person, reach_km=None)
    today = timezone.localdate()
    planned = plan(occupation, person, today=today, around=around, prefer=asked.prefer, abroad=asked.abroad)
    kept = [(name, value) for name, values in request.GET.lists() for value in values if value]
    others = [pair for pair in kept if pair[0] != "ordre"]
    orders = [
        (name, PREFER_LABELS[prefer], urlencode([*others, ("ordre", name)] if name else others))
        for name, prefer in (("", Prefer.BALANCED), *ORDERS.items())
    ]
    fragment = asks_part(request)
    context = {
        "occupation": occupation,
        "asked": asked,
        "experienced": asked.person.experienced,
        "planned": planned,
        "routes": shown_routes(planned.routes, today),
        "around": around,
        "commune": commune,
        "place": around.commune.name if around else typed,
        "typed": typed if typed and around is None else "",
        "meant": meant if len(meant) > 1 else [],
        "orders": orders,
        "said": bool(kept),
        "fragment": fragment,
        **form_choices(),
    }
    template = "guidance/routes/_found.html" if fragment else "guidance/routes/result.html"
    response = render(request, template, context)
    varied(response)
    if fragment:
        response["HX-Push-Url"] = f"{request.path}?{urlencode(kept)}" if kept else request.path
    return response
