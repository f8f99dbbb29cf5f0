import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.text import slugify
from tqdm import tqdm

from jalon.sources.services import LoadCommand, Progress, Tally, silent
from jalon.training.services.feeds.fetching import fetched, file_name, is_address, shown_address
from jalon.training.services.feeds.loading import KIND, LONGEST_NAME, Options, load_lheo, sender_name


class Command(LoadCommand):
    help = "Load the training offer of a sender from a LHÉO file (2.2 or 2.3) or a web address."
    kind = KIND
    requires_system_checks = []  # a load needs no screen: less to import, less memory

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE_OR_URL")
        parser.add_argument("--source", metavar="NAME", help="who sends the file; default: from its name")
        parser.add_argument("--full", action="store_true", help="close what the file does not hold")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument(
            "--accept-shrink", action="store_true", help="with --full: even if more than half would close"
        )
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def load(
        self,
        path: str,
        *,
        progress: Progress,
        source: str | None,
        full: bool,
        dry_run: bool,
        accept_shrink: bool,
        **options,
    ) -> Tally:
        sender = source or sender_name(file_name(path))
        if sender != slugify(sender)[:LONGEST_NAME]:
            raise CommandError(
                f"--source : au plus {LONGEST_NAME} caractères parmi a-z, 0-9 et le tiret, "
                f"par exemple « {slugify(sender)[:LONGEST_NAME]} »."
            )
        if not source:
            self.stdout.write(
                f"Expéditeur : {sender} (d'après le nom du fichier ; --source en choisit un autre)."
            )
        if dry_run:
            self.stdout.write("Essai : rien n'est écrit. Voici ce qui changerait.")
        with fetched(path) if is_address(path) else nullcontext(Path(path)) as file:
            size = file.stat().st_size if file.is_file() else 0
            with tqdm(
                total=size,
                unit="o",
                unit_scale=True,
                file=sys.stderr,
                leave=False,
                disable=progress is silent,
            ) as bar:
                return load_lheo(
                    file,
                    sender=sender,
                    today=timezone.localdate(),
                    origin=self.origin(path),
                    options=Options(full=full, dry_run=dry_run, accept_shrink=accept_shrink),
                    advance=lambda position: bar.update(position - bar.n),
                )

    def origin(self, path: str) -> str:
        return shown_address(path) if is_address(path) else Path(path).name
