from django.core.management.base import BaseCommand

from jalon.directory.services.invitations import clean_invitations


class Command(BaseCommand):
    help = "Delete the invitations that ended 90 days ago; meant to run every day."

    def handle(self, **options):
        self.stdout.write(clean_invitations())
