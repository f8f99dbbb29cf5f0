from django.core.management.base import BaseCommand, CommandError

from jalon.outbox.services import UnusableMessageError
from jalon.outbox.services.trials import try_mail


class Command(BaseCommand):
    help = "Send a message of trial to an address, at once, and say whether the server took it."

    def add_arguments(self, parser):
        parser.add_argument("address")

    def handle(self, *, address: str, **options):
        try:
            refusal = try_mail(to=address)
        except UnusableMessageError as error:
            raise CommandError(f"« {address} » n'est pas une adresse.") from error
        if refusal:
            raise CommandError(refusal)
        self.stdout.write("Le serveur a pris le message.")
