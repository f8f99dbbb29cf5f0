"""A process that loads feeds in children it forks, so that a test can kill one at any moment.

Run with the database's address in the environment. Reads commands on its input, answers on its output:
`load PATH` forks a load of the file and answers its process id, then, once asked (`wait`), its exit status;
`halves PATH` has two other processes read it.
`migrate` prepares the database; `show` says in JSON what is shown and what is left behind.
"""

import json
import os
import sys
import traceback
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db.models import F  # noqa: E402 - Django is set up first
from django.utils import timezone  # noqa: E402 - Django is set up first

from jalon.training.models import Programme  # noqa: E402 - Django is set up first
from jalon.training.rules.packing import pack  # noqa: E402 - Django is set up first
from jalon.training.services.catalogue import stored_records  # noqa: E402 - Django is set up first
from jalon.training.services.feeds.loading import Options, load_lheo  # noqa: E402 - Django is set up first

SENDER = "essai"


def show() -> None:
    """Answer the digest of each programme shown, and how many versions are not seen yet."""
    seen = {record.number: pack(record).digest() for record in stored_records()}
    selected = set(Programme.objects.seen().values_list("number", flat=True))
    answer(
        json.dumps(
            {
                "seen": seen,
                "same": selected == set(seen),
                "unfinished": Programme.objects.filter(since__gt=F("feed__current")).count(),
            }
        )
    )


def run(command: str, argument: str) -> None:
    """Do one thing, in a forked child."""
    if command == "migrate":
        call_command("migrate", verbosity=0)
    elif command == "show":
        show()
    elif command == "halves":
        options = Options(full=True, accept_shrink=True, very_large=0)
        load_lheo(Path(argument), sender=SENDER, today=timezone.localdate(), options=options)
    else:
        with Path(os.devnull).open("w") as nothing:
            call_command("load_lheo", argument, source=SENDER, full=True, accept_shrink=True, stdout=nothing)


def answer(text: str) -> None:
    """Write one line to who asked."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Fork a child for each line read; the parent never opens the database."""
    for line in sys.stdin:
        command, _space, argument = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            status = 1
            try:
                run(command, argument)
                status = 0
            finally:
                if status:
                    traceback.print_exc()
                os._exit(status)
        answer(str(child))
        sys.stdin.readline()  # the child is not waited for before it may be killed
        _pid, status = os.waitpid(child, 0)
        answer(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
