"""`jalon routes --from "bac" --to K1302 --near 37261`: the routes from a situation to an occupation."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jalon.guidance.rules.routes import Prefer, Route
from jalon.guidance.rules.situation import Person, Status
from jalon.guidance.selectors.routes import WAY_LABELS, Planned, around_code, plan, start_of
from jalon.occupations.selectors.pages import occupation_page

SITUATIONS = [status.value for status in Status if status]


class Command(BaseCommand):
    help = "Donne les chemins d'une situation à un métier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", default="", help="diplôme, classe, code RNCP ou métier")
        parser.add_argument("--to", dest="code", required=True, help="code ROME du métier visé")
        parser.add_argument("--near", default="", help="code INSEE de la commune")
        parser.add_argument("--km", type=int, help="distance que l'on accepte, en kilomètres")
        parser.add_argument("--age", type=int)
        parser.add_argument("--situation", choices=SITUATIONS, default="")
        parser.add_argument("--experience", action="store_true", help="a déjà fait ce travail")
        parser.add_argument("--prefer", choices=[one.value for one in Prefer], default=Prefer.BALANCED.value)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        occupation = occupation_page(options["code"].strip())
        if occupation is None:
            raise CommandError(f"Code ROME inconnu : {options['code']}")
        start = start_of(options["start"])
        if not start.understood:
            raise CommandError(f"Point de départ non compris : {options['start']}")
        around = around_code(options["near"], options["km"])
        if options["near"] and around is None:
            raise CommandError(f"Commune inconnue : {options['near']}")
        person = Person(
            age=options["age"],
            status=Status(options["situation"]),
            experienced=options["experience"] or None,
            reach_km=options["km"],
        )
        planned = plan(
            occupation,
            person,
            today=timezone.localdate(),
            start=start,
            around=around,
            prefer=Prefer(options["prefer"]),
        )
        if options["json"]:
            self.stdout.write(json.dumps(_told(planned), ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"Vers : {occupation}")
        if not planned.routes:
            self.stdout.write("Aucun chemin connu : un conseiller peut chercher avec vous.")
        for number, route in enumerate(planned.routes, start=1):
            self.stdout.write(f"{number}. {_summary(route)}")
            for one in route.taken:
                where = f", {one.step.place}" if one.step.place else ""
                where += " (exemple : n'existe pas)" if one.step.example else ""
                sure = "" if one.sure else " (date à confirmer)"
                self.stdout.write(f"   {WAY_LABELS[one.step.way]} : {one.step.name}{where}")
                self.stdout.write(f"   du {one.start:%d/%m/%Y} au {one.end:%d/%m/%Y}{sure}")


def _summary(route: Route) -> str:
    months = "durée inconnue" if route.months is None else f"{route.months:g} mois de formation"
    cost = "coût inconnu" if route.cost is None else f"{route.cost:g} € à payer"
    return f"{WAY_LABELS[route.last.way]} : {months}, {cost}, au bout le {route.end:%d/%m/%Y}"


def _told(planned: Planned) -> dict[str, Any]:
    """Return the answer as JSON tells it: null is unknown."""
    start = planned.start
    return {
        "to": {"code": planned.occupation.code, "name": planned.occupation.name},
        "from": {
            "said": start.said,
            "level": planned.person.level,
            "class": start.studying.slug if start.studying else None,
            "certification": start.certification.code if start.certification else None,
            "occupation": start.occupation.code if start.occupation else None,
        },
        "already": planned.held or None,
        "prefer": planned.prefer.value,
        "routes": [_route(one) for one in planned.routes],
        "left_out": planned.closed,
        "rights": [
            {
                "name": one.name,
                "text": one.text,
                "to_check": one.to_check,
                "written_on": planned.rules.checked_on.isoformat(),
                "source": {"title": one.origin.title, "url": one.origin.url},
            }
            for one in planned.rights
        ],
        "rules_checked_on": planned.rules.checked_on.isoformat(),
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "months": route.months,
        "cost": route.cost,
        "end": route.end.isoformat(),
        "certain": not route.measures.doubts,
        "steps": [
            {
                "name": one.step.name,
                "way": one.step.way.value,
                "level_in": one.step.level_in,
                "level_out": one.step.level_out,
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "session_known": one.sure,
                "months": one.step.months,
                "cost": one.step.cost,
                "earning": one.step.earning,
                "place": one.step.place or None,
                "km": None if one.step.km is None else round(one.step.km, 1),
                "certification": one.step.certification or None,
                "provider": one.step.provider or None,
                "url": one.step.url or None,
                "example": one.step.example,
                "under_way": one.step.under_way,
                "conditions": one.step.note or None,
                "doubts": list(one.step.doubts),
                "source": one.step.source,
            }
            for one in route.taken
        ],
    }
