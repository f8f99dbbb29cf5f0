from django.core.management.base import BaseCommand

from jalon.agenda.services.keeping import clean_events_today


class Command(BaseCommand):
    help = "Erase the names of people from events over for 3 years, and the files of those over for 2"

    def handle(self, *args, **options):
        self.stdout.write(clean_events_today())
