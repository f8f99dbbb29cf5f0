import os

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve Jalon with granian (WSGI)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")

    def handle(self, *, host, port, workers, **options):
        self.stdout.write(f"Jalon : http://{host}:{port}/  (Ctrl+C pour arrêter)")
        self.stdout.flush()
        arguments = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        arguments += ["--workers", str(workers), "--blocking-threads", "1", "--respawn-failed-workers"]
        arguments += ["--log-level", "warning", "jalon.config.wsgi:application"]
        os.execvp(arguments[0], arguments)  # noqa: S606 - fixed words and two checked numbers, no shell
