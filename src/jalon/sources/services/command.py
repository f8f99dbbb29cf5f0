"""What every loading command shares: progress, report, exit code."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from jalon.sources.rules import RefusedDataError, agreed, counted_by
from jalon.sources.services.loading import Progress, Tally, silent
from jalon.sources.services.reporting import SHOWN_REJECTS, report_lines


def bar(rows: Iterable[Any], label: str) -> Iterable[Any]:
    """Progress as a bar on standard error."""
    return tqdm(rows, desc=label, unit=" lignes", file=sys.stderr, leave=False)


class LoadCommand(BaseCommand):
    """A command that loads one file or folder: prints the report; exit code 1 when the load is refused.

    `kind`: that of its loads, when their report does not count lines (`rules.COUNTED`).
    """

    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def load(self, path: Path, *, progress: Progress, **options: Any) -> Tally:
        """Load `path`; raise RefusedDataError when it cannot be taken."""
        raise NotImplementedError

    def origin(self, path: Path) -> str:
        """Return what the report calls `path`."""
        return path.resolve().name

    def handle(self, *, path: Path, quiet: bool, **options: Any) -> None:
        progress = silent if quiet or not sys.stderr.isatty() else bar
        try:
            tally = self.load(path, progress=progress, **options)
        except RefusedDataError as refusal:
            for problem in refusal.problems[:SHOWN_REJECTS]:
                self.stderr.write(str(problem))
            problems = agreed(len(refusal.problems), "problème,problèmes")
            raise CommandError(f"{problems} : rien n'a été chargé.") from refusal
        for line in report_lines(tally, origin=self.origin(path), counted=counted_by(self.kind)):
            self.stdout.write(line)
