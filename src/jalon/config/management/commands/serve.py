import os
import socket
import sys

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve Jalon with granian (WSGI)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")

    def handle(self, *, host, port, workers, **options):
        if not _is_free(host, port):
            raise CommandError(f"L'adresse {host}:{port} est déjà prise : essayez --port {port + 1}.")
        self.stdout.write(f"Jalon : http://{host}:{port}/  (Ctrl+C pour arrêter)")
        self.stdout.flush()
        arguments = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
        ]
        arguments += ["--workers", str(workers), "--blocking-threads", "1", "--respawn-failed-workers"]
        arguments += ["--log-level", "warning", "jalon.config.wsgi:application"]
        os.execv(arguments[0], arguments)  # noqa: S606 - fixed words and two checked numbers, no shell


def _is_free(host: str, port: int) -> bool:
    """Tell whether the address can be listened to; granian itself would take it along with another server."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
