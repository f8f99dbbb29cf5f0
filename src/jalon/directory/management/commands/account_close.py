from django.core.management.base import BaseCommand, CommandError

from jalon.directory.services.accounts import AccountError, close_account


class Command(BaseCommand):
    help = "Close an account: its open sessions end and it signs in no more."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email: str, **options):
        try:
            account = close_account(email=email)
        except AccountError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(f"Compte fermé : {account.email}")
