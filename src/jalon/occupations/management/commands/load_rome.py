from pathlib import Path

from jalon.occupations.services import load_rome
from jalon.sources.services import LoadCommand, Progress, Tally


class Command(LoadCommand):
    help = "Load the official ROME files of a folder: 3.x exports or the 4.0 tree."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--allow-older", action="store_true", help="take a version older than the loaded one"
        )

    def load(self, path: Path, *, progress: Progress, allow_older: bool = False, **options) -> Tally:
        return load_rome(path, progress=progress, allow_older=allow_older)
