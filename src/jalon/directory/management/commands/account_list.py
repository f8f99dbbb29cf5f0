from django.core.management.base import BaseCommand
from django.utils import timezone

from jalon.directory.selectors.accounts import all_accounts


class Command(BaseCommand):
    help = "List the accounts: address, name, open or closed, last sign-in."

    def handle(self, **options):
        for account in all_accounts():
            state = "ouvert" if account.is_active else "fermé"
            last = timezone.localtime(account.last_login) if account.last_login else None
            seen = f"dernière connexion le {last:%d/%m/%Y à %H:%M}" if last else "jamais connecté"
            self.stdout.write(" · ".join(filter(None, [account.email, account.name, state, seen])))
