import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jalon.guidance.rules.answers import LETTERS, Answers
from jalon.guidance.rules.matching import letters_as_scores
from jalon.guidance.selectors.experiences import codes_like, occupations_named
from jalon.guidance.selectors.matching import rank
from jalon.guidance.selectors.matter import stems_of
from jalon.guidance.selectors.nearby import nearby
from jalon.occupations.enums import Condition, Level
from jalon.occupations.models import Occupation, Skill
from jalon.occupations.selectors.skills import skills_called
from jalon.search.services import ensure_index

SKILLS_HEARD = 3


class Command(BaseCommand):
    help = "Rank the occupations for answers: jalon match --interests RI --level 4 --refuse nights"

    def add_arguments(self, parser):
        parser.add_argument(
            "--interests", default="", help="one to six letters of RIASEC, the first mattering most"
        )
        parser.add_argument(
            "--skills",
            default="",
            help="what one knows how to do or has done, between commas: codes of skills, or any words",
        )
        parser.add_argument("--past", default="", help="ROME codes of what one has done, between commas")
        parser.add_argument("--text", default="", help="one's own words")
        parser.add_argument("--level", type=int, choices=Level.values, help="the highest level one aims at")
        parser.add_argument("--months", type=int, help="the longest training one accepts")
        parser.add_argument("--refuse", default="", help="conditions refused, between commas")
        parser.add_argument("--want", default="", help="conditions wanted, between commas")
        parser.add_argument(
            "--near", default="", help="INSEE code of the commune around which to count trainings"
        )
        parser.add_argument("--within", type=int, help="kilometres around it; everywhere when not said")
        parser.add_argument("--sectors", default="", help="slugs of sectors, between commas")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, interests, limit, as_json, **options):
        letters = interests.strip().upper()
        if not set(letters) <= set(LETTERS):
            raise CommandError(f"Centres d'intérêt : lettres parmi {LETTERS}, reçu « {interests} ».")
        skills, past = self.skills(options["skills"])
        answers = Answers(
            interests=letters_as_scores(letters) if letters else {},
            skills=frozenset(skills),
            past=tuple(dict.fromkeys([*_listed(options["past"].upper()), *past])),
            text=options["text"],
            level_most=options["level"],
            months_most=options["months"],
            refused=self.conditions(options["refuse"]),
            wanted=self.conditions(options["want"]),
            sectors=frozenset(_listed(options["sectors"])),
            commune=options["near"].strip().upper(),
            kilometres=options["within"],
        )
        if answers.says_nothing():
            raise CommandError("Dites au moins une chose : --interests, --skills, --past, --text, --level …")
        near = nearby(answers, today=timezone.localdate())
        if answers.commune and near is None:
            raise CommandError(f"Commune inconnue : {answers.commune}. Donnez son code INSEE, comme 37261.")
        ranking = rank(answers, sessions=near.counts if near else None)
        shown = [ranking.explain(one.code) for one in ranking.order[: max(0, limit)]]
        if as_json:
            rows = [
                {
                    "code": one.code,
                    "title": one.name,
                    "score": round(one.score, 4),
                    "kept": round(one.kept, 4),
                    "factors": [line._asdict() for line in one.lines],
                }
                for one in shown
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one in shown:
            self.stdout.write(f"{one.score:.3f}  {one.code}  {one.name}")
            for line in one.lines:
                signs = [*(f"+ {said}" for said in line.matches), *(f"- {said}" for said in line.misses)]
                if signs:
                    self.stdout.write(f"       {line.name} : {' ; '.join(signs)}")

    def conditions(self, text):
        asked = _listed(text)
        if unknown := [one for one in asked if one not in Condition.values]:
            raise CommandError(
                f"Condition inconnue : {', '.join(unknown)}. Choix : {', '.join(Condition.values)}."
            )
        return frozenset(asked)

    def skills(self, text):
        """Return the codes of the skills and of the past occupations that codes or words say; tell which."""
        said = _listed(text)
        known = set(Skill.objects.filter(code__in=said).values_list("code", flat=True))
        words = [one for one in said if one not in known]
        if words:
            ensure_index()
        skills, past = set(known), []
        for one in words:
            called, done = _heard(one)
            if not called and not done:
                self.stderr.write(f"Rien trouvé pour « {one} ».")
                continue
            names = Occupation.objects.filter(code__in=done).values_list("name", flat=True)
            heard = [*(f"avoir fait : {name}" for name in names), *(skill.label for skill in called)]
            self.stderr.write(f"« {one} » : {' ; '.join(heard)}")
            skills.update(skill.code for skill in called)
            past += done
        return skills, past


def _heard(text):
    """Return what words say: the skills that they name whole, else what was done, else skills near them."""
    if done := occupations_named(text)[:1]:
        return [], done
    called, words = skills_called(text), set(stems_of(text))
    if whole := [one for one in called if words and words <= set(stems_of(one.label))]:
        return whole[:SKILLS_HEARD], []
    done = codes_like(text)[:1]
    return ([], done) if done else (called[:SKILLS_HEARD], [])


def _listed(text):
    return [one.strip() for one in text.split(",") if one.strip()]
