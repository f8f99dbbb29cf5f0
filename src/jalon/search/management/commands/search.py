import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from jalon.search.selectors import search
from jalon.search.services import ensure_index

FIELDS = ("kind", "code", "title", "url", "score", "why", "matched")


class Command(BaseCommand):
    help = 'Search as the site does: jalon search "boulangère" --kind occupation --limit 5 --json'

    def add_arguments(self, parser):
        parser.add_argument("text")
        parser.add_argument("--kind", action="append", default=[], help="occupation, commune …")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, text, kind, limit, as_json, **options):
        ensure_index()
        results = search(text, kinds=kind, limit=max(1, limit))
        if as_json:
            rows = [{name: asdict(hit)[name] for name in FIELDS} for hit in results.hits]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        if results.suggestion:
            self.stdout.write(f"Compris : {results.suggestion}")
        for hit in results.hits:
            self.stdout.write(f"{hit.score:6.3f}  {hit.kind:<12} {hit.code:<8} {hit.title} — {hit.why}")
        if not results.hits:
            self.stdout.write("Aucun résultat.")
