from django.core.management.base import BaseCommand

from jalon.occupations.services import relate_occupations


class Command(BaseCommand):
    help = "Compute the related occupations again; loads do it by themselves when facts change."

    def handle(self, **options):
        synced = relate_occupations()
        self.stdout.write(
            f"Métiers proches : {len(synced.created)} liens créés, {len(synced.updated)} modifiés, "
            f"{len(synced.gone)} retirés."
        )
