import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand

from jalon.config.rules import State, worst
from jalon.config.selectors import inspect_installation


class Command(BaseCommand):
    help = "Say how the installation is, one line a topic; exit code 1 when something is broken."
    # The report itself says what Django's checks find, instead of stopping there.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="a JSON list of {topic, state, text, advice}")

    def handle(self, *, json: bool, **options):  # the option is named as people type it
        lines = inspect_installation()
        if json:
            self.stdout.write(as_json(lines))
        else:
            for line in lines:
                self.stdout.write(str(line))
        if worst(lines) is State.ERROR:
            sys.exit(1)


def as_json(lines) -> str:
    """Return the lines as indented JSON."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2)
