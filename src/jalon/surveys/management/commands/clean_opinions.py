from django.core.management.base import BaseCommand

from jalon.surveys.services.cleaning import clean_today


class Command(BaseCommand):
    help = "Delete the opinions and the tests that are no longer kept; a worker does it every day."

    def handle(self, **options):
        self.stdout.write(clean_today())
