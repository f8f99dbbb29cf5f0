import json

from django.core.management.base import BaseCommand, CommandError

from jalon.occupations.models import Occupation
from jalon.occupations.selectors.relations import related_to


class Command(BaseCommand):
    help = "List the computed related occupations of a ROME code."

    def add_arguments(self, parser):
        parser.add_argument("code", help="ROME code, for example J1501")
        parser.add_argument("--limit", type=int, default=10, help="how many (default: 10)")
        parser.add_argument("--json", action="store_true", help="JSON: code, title, score, why")

    def handle(self, *, code, limit, **options):
        code = code.strip().upper()
        occupation = Occupation.objects.filter(code=code).first()
        if occupation is None:
            raise CommandError(f"Code ROME inconnu : {code}")
        found = [
            {
                "code": relation.related_id,
                "title": relation.related.name,
                "score": relation.score,
                "why": relation.reasons,
            }
            for relation in related_to(code, limit=max(0, limit))
        ]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"Métiers proches de {occupation}")
        for row in found:
            self.stdout.write(f"  {row['score']:.2f}  {row['code']}  {row['title']}")
            for reason in row["why"]:
                self.stdout.write(f"        {reason}")
