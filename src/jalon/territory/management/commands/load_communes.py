from pathlib import Path

from jalon.sources.services import LoadCommand, Progress, Tally
from jalon.territory.services import load_communes


class Command(LoadCommand):
    help = "Load the official communes of the region (CSV: INSEE code, name, postal codes, position …)."

    def load(self, path: Path, *, progress: Progress, **options) -> Tally:
        return load_communes(path, progress=progress)
