from pathlib import Path

from jalon.occupations.services import load_bmo
from jalon.sources.services import LoadCommand, Progress, Tally


class Command(LoadCommand):
    help = "Load the yearly hiring survey (BMO) of a folder: figures, families, passage from ROME."

    def load(self, path: Path, *, progress: Progress, **options) -> Tally:
        return load_bmo(path, progress=progress)
