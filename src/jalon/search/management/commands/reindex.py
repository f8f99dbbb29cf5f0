from django.core.management.base import BaseCommand

from jalon.search.services import reindex


class Command(BaseCommand):
    help = "Make the search index again beside the one in use, then switch to it."

    def handle(self, **options):
        counts = reindex(progress=lambda kind: self.stderr.write(f"{kind} …"))
        for kind, count in counts.items():
            self.stdout.write(f"{kind} : {count}")
