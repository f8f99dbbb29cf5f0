from django.core.management.base import BaseCommand

from jalon.journal.services.keeping import clean


class Command(BaseCommand):
    help = "Erase the names, then the lines, that the journal no longer keeps; a worker runs it every day."

    def handle(self, **options):
        self.stdout.write(clean())
