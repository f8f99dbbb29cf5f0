"""The `jalon` command: Django's management commands under the words people say."""

import os
import sys

import django
from django.core.management import execute_from_command_line, get_commands

# Django has a `check` of its own, for programmers; ours is for the person who installs.
SPOKEN = {"check": "check_installation"}


def spoken_to_command(words: list[str], known: set[str]) -> list[str]:
    """Turn `load rome DIR` into `load_rome DIR` when the two words name a command."""
    if len(words) >= 2 and f"{words[0]}_{words[1]}" in known:
        return [f"{words[0]}_{words[1]}", *words[2:]]
    if words and words[0] in SPOKEN:
        return [SPOKEN[words[0]], *words[1:]]
    return words


def main() -> None:
    """Run one command and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
    django.setup()  # the rooms' commands are known only from here
    words = sys.argv[1:]
    execute_from_command_line(["jalon", *spoken_to_command(words, set(get_commands()))])


if __name__ == "__main__":
    main()
