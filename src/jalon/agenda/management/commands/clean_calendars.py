from django.core.management.base import BaseCommand

from jalon.agenda.services.calendar_keys import clean_keys_today


class Command(BaseCommand):
    help = "Delete the addresses of calendars that nobody uses any more; a worker does it every day."

    def handle(self, **options):
        self.stdout.write(clean_keys_today())
