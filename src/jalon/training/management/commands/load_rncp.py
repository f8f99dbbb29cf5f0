from pathlib import Path

from jalon.sources.services import LoadCommand, Progress, Tally
from jalon.training.services.certifications import load_rncp


class Command(LoadCommand):
    help = "Load the national directory of certifications of a folder: the 2021 tables or the present sheets."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--allow-older", action="store_true", help="take a version older than the loaded one"
        )

    def load(self, path: Path, *, progress: Progress, allow_older: bool = False, **options) -> Tally:
        return load_rncp(path, progress=progress, allow_older=allow_older)
