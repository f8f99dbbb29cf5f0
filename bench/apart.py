"""Measures that need an installation and a process of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def measured_apart(module: str, *words: object, **environment: str) -> Any:
    """Return what `python -m module words…` writes as JSON on its last line, in a new and empty JALON_HOME.

    Raises RuntimeError with the end of its complaint when it fails.
    """
    home = Path(tempfile.mkdtemp(prefix="jalon-bench-"))
    command = [sys.executable, "-m", module, *(str(word) for word in words)]
    own = {**os.environ, "JALON_HOME": str(home), **environment}
    try:
        run = subprocess.run(command, env=own, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if run.returncode:
        raise RuntimeError(run.stderr.strip()[-2000:])
    return json.loads(run.stdout.splitlines()[-1])
