import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jalon.occupations.rules.recall import FIRST, read_judged, recalls
from jalon.occupations.selectors.relations import codes_in_force, related_codes


class Command(BaseCommand):
    help = "Measure the computed related occupations on judged ones (TSV: code, close codes joined by |)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--misses", action="store_true", help="show what was missed")

    def handle(self, *, file, as_json, misses, **options):
        try:
            judged = read_judged(file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name} : fichier illisible ({error}).") from error
        except ValueError as error:
            raise CommandError(f"{file.name}, {error}.") from error
        found = recalls(judged, related_codes(limit=FIRST), codes_in_force())
        count = len(found) or 1
        figures = {
            "occupations": len(found),
            "left_out": len(judged) - len(found),
            "recall_at_10": round(sum(one.recall for one in found.values()) / count, 3),
            "nothing_found": sum(one.recall == 0 for one in found.values()),
        }
        if as_json:
            self.stdout.write(json.dumps(figures, indent=2))
            return
        if misses:
            for code, one in found.items():
                self.stdout.write(f"- {code}: {one.recall:.2f} missed {'|'.join(one.missed) or '-'}")
        self.stdout.write(
            f"{figures['occupations']} occupations ({figures['left_out']} left out)  "
            f"recall at 10: {figures['recall_at_10']:.3f}  nothing found: {figures['nothing_found']}"
        )
