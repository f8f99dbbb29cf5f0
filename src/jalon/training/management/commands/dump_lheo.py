import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jalon.sources.rules import agreed
from jalon.training.models import Feed
from jalon.training.services.catalogue.restoring import stored_records
from jalon.training.services.lheo import write_programmes


class Command(BaseCommand):
    help = "Write the catalogue that is shown as a LHÉO 2.3 file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", default="", help="slug of one source; all of them without it")
        parser.add_argument(
            "--output", type=Path, default=None, help="file to write; standard output without it"
        )

    def handle(self, *, source: str, output: Path | None, **options: Any) -> None:
        feed = self._feed(source) if source else None
        try:
            if output is None:
                count = write_programmes(sys.stdout.buffer, stored_records(feed))
            else:
                count = self._write(output, feed)
        except ValueError as error:
            raise CommandError("Aucune formation à écrire : rien n'a été écrit.") from error
        except OSError as error:
            raise CommandError(f"Impossible d'écrire : {error.strerror}.") from error
        self.stderr.write(f"{agreed(count, 'formation écrite,formations écrites')}.")

    def _feed(self, slug: str) -> Feed:
        feed = Feed.objects.filter(source__slug__in=(slug, f"lheo-{slug}")).order_by("source__slug").first()
        if feed is None:
            known = ", ".join(Feed.objects.order_by("source__slug").values_list("source__slug", flat=True))
            raise CommandError(f"Source inconnue : « {slug} ». Connues : {known or 'aucune'}.")
        return feed

    @staticmethod
    def _write(output: Path, feed: Feed | None) -> int:
        """Write beside the file, then take its place: who reads it never sees half a dump."""
        with NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as draft:
            path = Path(draft.name)
            try:
                count = write_programmes(draft, stored_records(feed))
                draft.flush()
                path.chmod(0o644)
                path.replace(output)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return count
