"""Telling a browser and a system in plain words, from what a browser says of itself."""

UNKNOWN = "Un appareil que nous ne reconnaissons pas"
# The first sign found names it: many browsers also claim to be others.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
ON = {"iPhone": "sur iPhone", "iPad": "sur iPad", "Mac": "sur Mac", "Chromebook": "sur Chromebook"}


def _first(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in signs if sign in text), "")


def said_device(user_agent: str) -> str:
    """Return the browser and the system that a User-Agent header names, without version nor place.

    >>> said_device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox sous Linux'
    >>> said_device("curl/8")
    'Un appareil que nous ne reconnaissons pas'
    """
    browser, system = _first(user_agent, BROWSERS), _first(user_agent, SYSTEMS)
    where = ON.get(system, f"sous {system}") if system else ""
    if browser:
        return f"{browser} {where}".strip()
    return f"Un navigateur {where}" if where else UNKNOWN
