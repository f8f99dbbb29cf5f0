import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jalon.guidance.rules.answers import Answers
from jalon.guidance.rules.matching import letters_as_scores
from jalon.guidance.rules.measures import judge, summary
from jalon.guidance.selectors.matching import rank
from jalon.search.rules.measures import labelled_rows

COLUMNS = ("id", "description", "riasec", "sensible", "absurd")
USES = {"riasec": ("riasec",), "text": ("description",), "both": ("riasec", "description")}


class Command(BaseCommand):
    help = "Measure the ranking on made-up people (TSV: id, description, riasec, sensible, absurd)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--use", choices=[*USES, "all"], default="all", help="what is answered (default: all)"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--misses", action="store_true", help="show what was missed and what was absurd")

    def handle(self, *, file, use, as_json, misses, **options):
        people = list(self.people(file))
        table = {}
        for name in USES if use == "all" else (use,):
            verdicts = {person["id"]: self.verdict(person, USES[name]) for person in people}
            table[name] = {"profiles": len(verdicts), **summary(list(verdicts.values()))}
            if misses and not as_json:
                for known, one in verdicts.items():
                    self.stdout.write(
                        f"- {name} {known}: {one.sensible:.2f} first {one.first} "
                        f"missed {'|'.join(one.missed) or '-'} absurd {'|'.join(one.wrongly) or '-'}"
                    )
        if as_json:
            self.stdout.write(json.dumps(table, indent=2))
            return
        for name, figures in table.items():
            self.stdout.write(
                f"{name:<8} {figures['profiles']:4d} profiles  "
                f"sensible in 30: {figures['sensible_in_30']:.2f}  "
                f"absurd in 100: {figures['absurd_in_100']:.2f}  "
                f"first sensible: {figures['first_sensible']:g}"
            )

    def people(self, file):
        try:
            return list(labelled_rows(file.read_text(encoding="utf-8-sig"), COLUMNS))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name} : fichier illisible ({error}).") from error
        except ValueError as error:
            raise CommandError(f"{file.name}, {error}.") from error

    def verdict(self, person, used):
        letters = person["riasec"] if "riasec" in used else ""
        answers = Answers(
            interests=letters_as_scores([letter for letter in letters.upper() if letter in "RIASEC"])
            if letters
            else {},
            text=person["description"] if "description" in used else "",
        )
        return judge(
            [one.code for one in rank(answers).order],
            sensible=[code for code in person["sensible"].split("|") if code],
            absurd=[code for code in person["absurd"].split("|") if code],
        )
