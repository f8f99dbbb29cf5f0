from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jalon.directory.selectors.accounts import account_at
from jalon.directory.services.memberships import LastAdministratorError
from jalon.directory.services.personal import erase_account, erase_address


class Command(BaseCommand):
    help = "Erase someone who asks for it: account, contacts, name and address, wherever they are written."

    def add_arguments(self, parser):
        parser.add_argument("email", help="hers, with or without an account")
        parser.add_argument("--yes", action="store_true", help="do not ask whether it is the right one")

    def handle(self, *, email: str, yes: bool, **options):
        account = account_at(email)
        if not yes and input(f"Effacer {account or email} pour toujours ? [oui/non] ") != "oui":
            raise CommandError("Rien n'a été effacé.")
        if account is None:
            if not erase_address(email=email):
                raise CommandError(f"Aucun compte ni contact pour {email}.")
            self.stdout.write("Contacts et invitations effacés.")
            return
        try:
            erase_account(account=account.pk, by_herself=False, now=timezone.now())
        except LastAdministratorError as error:
            raise CommandError(error.reason) from error
        self.stdout.write("Compte effacé.")
