from django.core.management.base import BaseCommand

from jalon.directory.services.asking import clean


class Command(BaseCommand):
    help = "Erase contacts without news for 3 years and files never confirmed; the worker does it every day."

    def handle(self, **options):
        self.stdout.write(clean())
