from django.core.management.base import BaseCommand
from django.utils import timezone

from jalon.guidance.services.workshop import clean_workshops


class Command(BaseCommand):
    help = "Close the workshops whose time is over and delete those kept long enough; meant to run every day."

    def handle(self, **options):
        cleaned = clean_workshops(today=timezone.localdate())
        self.stdout.write(f"Ateliers fermés : {cleaned.published}, supprimés : {cleaned.deleted}")
