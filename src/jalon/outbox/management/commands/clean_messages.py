from django.core.management.base import BaseCommand

from jalon.outbox.services.keeping import clean


class Command(BaseCommand):
    help = "Erase the bodies of messages that ended 30 days ago, and delete those of a year ago."

    def handle(self, **options):
        self.stdout.write(clean())
