from django.core.management.base import BaseCommand, CommandError

from jalon.directory.management.passwords import add_password_arguments, ask_password
from jalon.directory.services.accounts import AccountError, change_password


class Command(BaseCommand):
    help = "Give an account another password; its open sessions end."

    def add_arguments(self, parser):
        add_password_arguments(parser)

    def handle(self, *, email: str, password_stdin: bool, **options):
        try:
            account = change_password(email=email, password=ask_password(stdin=password_stdin))
        except AccountError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(f"Mot de passe changé : {account.email}")
