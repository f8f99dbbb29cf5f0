"""The pages that every check of the browser visits: those of the authorisation matrix."""

from urllib.parse import urlencode

from django.urls import reverse

from tests.house.authorisation import PUBLIC

# What the team sees; the first load of a served region is its folder, the second one is refused on purpose.
TEAM = [
    "/equipe/",
    "/equipe/chargements/",
    "/equipe/chargements/?etat=refused&type=region",
    "/equipe/chargements/?etat=running",
    "/equipe/chargements/1/",
    "/equipe/chargements/2/",
    "/equipe/chargements/2/?q=zzz",
    "/equipe/messages/",
    "/equipe/messages/?etat=sent",
    "/equipe/avis/",
    "/equipe/avis/?avis=non&mois=2026-01&q=zzz",
    "/equipe/avis/?masques=1",
    "/equipe/essais/",
    "/equipe/essais/nouveau/",
]


def addresses(*statuses: int) -> list[str]:
    """Return the addresses of whole pages that answer one of `statuses` (200 by default), without repeats."""
    wanted = set(statuses or (200,))
    found = {}
    for route, calls in PUBLIC.items():
        for call in calls:
            if call.page and call.status in wanted:
                query = f"?{urlencode(call.query)}" if call.query else ""
                found[reverse(route, kwargs=call.values) + query] = None
    return list(found)
