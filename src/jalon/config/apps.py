from django.apps import AppConfig

from jalon.config import checks


class ConfigConfig(AppConfig):
    name = "jalon.config"
    label = "config"
    checks = checks  # importing them registers them
