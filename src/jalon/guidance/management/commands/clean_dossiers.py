from django.core.management.base import BaseCommand
from django.utils import timezone

from jalon.guidance.services.dossier import delete_expired_dossiers


class Command(BaseCommand):
    help = "Delete the dossiers whose time is over; meant to run every day."

    def handle(self, **options):
        count = delete_expired_dossiers(today=timezone.localdate())
        self.stdout.write(f"Dossiers supprimés : {count}")
