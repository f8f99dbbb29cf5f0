from pathlib import Path

from django.conf import settings

from jalon.sources.services import LoadCommand, Progress, Tally, load_region


class Command(LoadCommand):
    help = "Load a region's folder: all of it, or nothing and the list of what is wrong."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", type=Path, default=settings.JALON_REGION)
        parser.add_argument("--quiet", action="store_true", help="no progress bar")
        parser.add_argument("--replace", action="store_true", help="replace another region, if one is loaded")

    def load(self, path: Path, *, progress: Progress, replace: bool, **options) -> Tally:
        return load_region(path.resolve(), replace=replace)
