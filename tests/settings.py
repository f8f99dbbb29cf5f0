"""Settings of the tests: Jalon's own, in a state folder that is thrown away, without the static manifest."""

import atexit
import os
import shutil
import tempfile

# One folder per process: parallel test processes never share an index.
home = tempfile.mkdtemp(prefix="jalon-tests-")
atexit.register(shutil.rmtree, home, ignore_errors=True)
os.environ["JALON_HOME"] = home
for name in (
    *("JALON_DEBUG", "JALON_HTTPS", "JALON_ALLOWED_HOSTS", "JALON_REGION", "JALON_PROXIES"),
    *("JALON_MAP_TILES", "JALON_MAP_CREDIT"),
    *("JALON_OIDC_CLIENT_ID", "JALON_OIDC_CLIENT_SECRET", "JALON_OIDC_ISSUER", "JALON_OIDC_NAME"),
    *("JALON_SITE_URL", "JALON_SMTP_URL", "JALON_MAIL_FOLDER", "JALON_MAIL_FROM"),
):
    os.environ.pop(name, None)

from jalon.config.settings import *  # noqa: E402, F403 - the state folder must be chosen first

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PAGE_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405 - quick, for tests only
