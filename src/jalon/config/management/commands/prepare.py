from django.core.management.base import BaseCommand, CommandError

from jalon.config.services import prepare
from jalon.sources.rules import RefusedDataError, agreed


class Command(BaseCommand):
    help = "Make everything ready to serve: database, static files, region, search index. Harmless twice."

    def handle(self, **options):
        try:
            prepare(say=self.stdout.write)
        except RefusedDataError as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                f"{agreed(len(refusal.problems), 'problème,problèmes')} : la région n'a pas été chargée."
            ) from refusal
        self.stdout.write("Jalon est prêt.")
