from django.core.management.base import BaseCommand
from django.utils import timezone

from jalon.surveys.services.cleaning import delete_old_groups, delete_old_opinions


class Command(BaseCommand):
    help = "Delete the opinions and the tests that are no longer kept; meant to run every day."

    def handle(self, **options):
        today = timezone.localdate()
        self.stdout.write(f"Avis supprimés : {delete_old_opinions(today=today)}")
        self.stdout.write(f"Groupes de test supprimés : {delete_old_groups(today=today)}")
