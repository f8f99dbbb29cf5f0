from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jalon.directory.services.accounts import AccountError, find_account
from jalon.directory.services.memberships import LastAdministratorError
from jalon.directory.services.personal import erase_account


class Command(BaseCommand):
    help = "Erase someone who asks for it: her account, her name and her address, wherever they are written."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask whether it is the right one")

    def handle(self, *, email: str, yes: bool, **options):
        try:
            account = find_account(email)
            if not yes and input(f"Effacer {account} pour toujours ? [oui/non] ") != "oui":
                raise CommandError("Rien n'a été effacé.")
            erase_account(account=account.pk, by_herself=False, now=timezone.now())
        except AccountError as error:
            raise CommandError("\n".join(error.reasons)) from error
        except LastAdministratorError as error:
            raise CommandError(error.reason) from error
        self.stdout.write("Compte effacé.")
