from django.core.management.base import BaseCommand, CommandError

from jalon.directory.selectors.rights import has_second_factor
from jalon.directory.services.accounts import AccountError, find_account, forget_second_factor


class Command(BaseCommand):
    help = "Say whether signing in to an account asks for a code; take a lost second factor away."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--remove", action="store_true", help="take it away: her sessions end, and a password is enough"
        )

    def handle(self, *, email: str, remove: bool, **options):
        try:
            account = forget_second_factor(email=email) if remove else find_account(email)
        except AccountError as error:
            raise CommandError("\n".join(error.reasons)) from error
        if remove:
            self.stdout.write(f"Deuxième étape retirée : {account.email}. Ses connexions sont fermées.")
        else:
            state = "activée" if has_second_factor(account) else "pas activée"
            self.stdout.write(f"{account.email} : connexion en deux étapes {state}")
