"""How a command receives a password: typed twice, or from standard input; never as an argument."""

import getpass
import sys
from argparse import ArgumentParser

from django.core.management.base import CommandError


def add_password_arguments(parser: ArgumentParser) -> None:
    """Add what every command that sets a password takes."""
    parser.add_argument("email")
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password on the first line of standard input instead of asking for it",
    )


def ask_password(*, stdin: bool) -> str:
    """Return the new password; raise CommandError when it is empty or when the two do not match."""
    if stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Mot de passe (au moins 12 caractères) : ")
        if password and password != getpass.getpass("Le même, encore une fois : "):
            raise CommandError("Les deux mots de passe sont différents : rien n'a changé.")
    if not password:
        raise CommandError("Aucun mot de passe : rien n'a changé.")
    return password
