from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "jalon.territory"
    label = "territory"
