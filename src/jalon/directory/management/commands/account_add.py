from django.core.management.base import BaseCommand, CommandError

from jalon.directory.management.passwords import add_password_arguments, ask_password
from jalon.directory.services.accounts import AccountError, open_account


class Command(BaseCommand):
    help = "Open an account that sees the installation's pages, or open a closed one again."

    def add_arguments(self, parser):
        add_password_arguments(parser)
        parser.add_argument("--name", default="", help="what the screens call this person")

    def handle(self, *, email: str, name: str, password_stdin: bool, **options):
        try:
            account = open_account(email=email, name=name, password=ask_password(stdin=password_stdin))
        except AccountError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(f"Compte ouvert : {account.email}")
