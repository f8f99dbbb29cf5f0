from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region


class Command(BaseCommand):
    help = "Load a region's folder: all of it, or nothing and the list of what is wrong."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.JALON_REGION)

    def handle(self, *, folder, **options):
        try:
            tally = load_region(folder)
        except RefusedDataError as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(refusal.problems)} problème(s) : rien n'a été chargé.") from refusal
        self.stdout.write(
            f"{folder.name} : {tally.read} lus, {tally.created} créés, {tally.updated} modifiés, "
            f"{tally.unchanged} inchangés, {tally.withdrawn} retirés."
        )
