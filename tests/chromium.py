"""The Chromium that the machine has, and how to start it so that it asks nothing of the network."""

import os
import shutil

LACK = "no Chromium on this machine: apt-get install chromium, or set JALON_CHROMIUM to the path of one"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def chromium_path() -> str | None:
    """Return the path of a Chromium, JALON_CHROMIUM first; None without one."""
    found = (shutil.which(name) for name in (os.environ.get("JALON_CHROMIUM", ""), *NAMES) if name)
    return next((path for path in found if path), None)


def chromium_arguments() -> list[str]:
    """Return the arguments for a quiet headless run."""
    quiet = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
    ]
    # Chromium refuses to sandbox itself when it runs as root.
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet
