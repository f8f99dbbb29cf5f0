from django.core.management.base import BaseCommand

from jalon.guidance.services.daily import clean_workshops_today


class Command(BaseCommand):
    help = "Close the workshops whose time is over and delete those kept long enough; a worker does it daily."

    def handle(self, **options):
        self.stdout.write(clean_workshops_today())
