import json

from django.core.management.base import BaseCommand
from django.db.models import F, Sum

from jalon.search.models import MissedWord
from jalon.search.services import SHOWN_FROM, gather_missed


class Command(BaseCommand):
    help = "List the words that found nothing or little, most frequent first, to extend the lexicon."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=50)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, limit, as_json, **options):
        gather_missed()
        words = (
            MissedWord.objects.values("word")
            .annotate(rien=Sum("nothing"), peu=Sum("little"))
            .annotate(fois=F("rien") + F("peu"))
            .filter(fois__gte=SHOWN_FROM)
            .order_by("-rien", "-peu", "word")[:limit]
        )
        if as_json:
            self.stdout.write(json.dumps(list(words), ensure_ascii=False, indent=2))
            return
        for row in words:
            self.stdout.write(f"{row['word']:<30} rien : {row['rien']:4}   peu : {row['peu']:4}")
        if not words:
            self.stdout.write(f"Aucun mot cherché en vain {SHOWN_FROM} fois ou plus.")
