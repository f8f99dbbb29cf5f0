from django.core.management.base import BaseCommand, CommandError

from jalon.directory.services.demonstration import NotDemonstrationError, make_demonstration_accounts
from jalon.directory.services.memberships import MembershipError


class Command(BaseCommand):
    help = "Make one account of each role to try Jalon with; refused unless the region is a demonstration."

    def handle(self, **options):
        try:
            made = make_demonstration_accounts()
        except NotDemonstrationError as error:
            raise CommandError("Refusé : ce n'est pas une région de démonstration.") from error
        except MembershipError as error:
            raise CommandError(error.reason) from error
        for one in made:
            self.stdout.write(f"{one.account.email}  {one.password}  {one.role.label} – {one.place}")
        self.stdout.write("Notez ces mots de passe : ils ne sont gardés nulle part.")
