from django.core.management.base import BaseCommand

from jalon.guidance.services.daily import clean_dossiers_today


class Command(BaseCommand):
    help = "Delete the dossiers whose time is over; a worker does it every day."

    def handle(self, **options):
        self.stdout.write(clean_dossiers_today())
