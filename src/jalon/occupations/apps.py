from django.apps import AppConfig


class OccupationsConfig(AppConfig):
    name = "jalon.occupations"
    label = "occupations"
