from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jalon.directory.enums import Role
from jalon.directory.models import Organisation
from jalon.directory.services.invitations import invite
from jalon.directory.services.memberships import MembershipError
from jalon.outbox.services.transport import transport_of_settings
from jalon.territory.models import Territory


class Command(BaseCommand):
    help = "Invite someone to a role, by mail; without mail the link is printed, to be given by hand."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--organisation", default="", help="slug of the organisation, for its roles")
        parser.add_argument("--territory", default="", help="slug of the territory, for a coordinator")
        parser.add_argument("--name", default="", help="what the mail and the screens call this person")

    def handle(self, *, email: str, role: str, organisation: str, territory: str, name: str, **options):
        try:
            invited = invite(
                by=None,
                email=email,
                role=role,
                organisation=_found(Organisation, organisation, "Aucune structure"),
                territory=_found(Territory, territory, "Aucun territoire"),
                name=name,
                now=timezone.now(),
            )
        except MembershipError as error:
            raise CommandError(error.reason) from error
        last = timezone.localtime(invited.invitation.expires_at)
        self.stdout.write(f"Invitation prête : {invited.invitation.email}, jusqu'au {last:%d/%m/%Y}.")
        if transport_of_settings() is None:
            self.stdout.write("L'envoi des messages n'est pas réglé. Donnez ce lien à cette personne seule :")
            self.stdout.write(invited.link)


def _found(model: type, slug: str, lack: str):
    """Return the row of a slug, None for no slug; raise CommandError for a slug that names nothing."""
    if not slug:
        return None
    row = model.objects.filter(slug=slug).first()
    if row is None:
        raise CommandError(f"{lack} « {slug} ».")
    return row
