import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jalon.search.rules.measures import FOUND_AT, Judgement, labelled_rows, summarise
from jalon.search.selectors import search
from jalon.search.services import ensure_index

COLUMNS = ["kind", "query", "expected"]


class Command(BaseCommand):
    help = "Measure the search on labelled queries (TSV: id, kind, query, expected codes joined by |, note)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--misses", action="store_true", help="show the queries that lost something")

    def handle(self, *, file, as_json, misses, **options):
        ensure_index()
        judgements = [self.judge(row) for row in self.rows(file)]
        table = summarise(judgements)
        if as_json:
            self.stdout.write(json.dumps(table, ensure_ascii=False, indent=2))
            return
        for kind, figures in table.items():
            shown = "  ".join(
                f"{name} {value:.2f}" if name != "queries" else f"{value:4d} queries"
                for name, value in figures.items()
            )
            self.stdout.write(f"{kind:<14} {shown}")
        if misses:
            for judgement in judgements:
                if judgement.recall < 1:
                    expected, got = sorted(judgement.expected), judgement.answered[:FOUND_AT]
                    self.stdout.write(
                        f"- {judgement.kind}: « {judgement.query} » "
                        f"expected {'|'.join(expected)} got {'|'.join(got)}"
                    )

    def rows(self, file):
        try:
            return list(labelled_rows(file.read_text(encoding="utf-8-sig"), COLUMNS))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name} : fichier illisible ({error}).") from error
        except ValueError as error:
            raise CommandError(f"{file.name}, {error}.") from error

    def judge(self, row):
        answered = search(row["query"], kinds=("occupation",), limit=50).hits
        return Judgement(
            kind=row["kind"],
            query=row["query"],
            expected=frozenset(code for code in row["expected"].split("|") if code.strip()),
            answered=tuple(hit.code for hit in answered),
        )
