"""`python -m bench [--quick] [--json FILE] [--only PART…]`; docs/benchmarks.md says what each figure is."""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django

PARTS = ("load", "search", "recall", "serve", "pages", "size", "catalogue", "ranking", "routes", "agenda")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument(
        "--quick", action="store_true", help="fewer queries, shorter, one run instead of three"
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS)
    )
    return parser.parse_args()


def main() -> None:
    """Measure what is asked in a throw-away installation."""
    wanted = arguments()
    home = Path(tempfile.mkdtemp(prefix="jalon-bench-"))
    for name in [name for name in os.environ if name.startswith("JALON_") and name != "JALON_CHROMIUM"]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"JALON_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jalon.config.settings"}
    try:
        django.setup()
        # The models exist only now.
        from bench.running import run  # noqa: PLC0415 - after django.setup

        start = time.monotonic()
        figures = run(wanted.only, quick=wanted.quick)
        if wanted.json:
            machine = {
                "python": platform.python_version(),
                "machine": platform.machine(),
                "cpus": os.cpu_count(),
            }
            content = {"machine": machine, "quick": wanted.quick, "figures": [f.as_json() for f in figures]}
            wanted.json.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        sys.stdout.write(f"\n{time.monotonic() - start:.0f} s in all\n")
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
