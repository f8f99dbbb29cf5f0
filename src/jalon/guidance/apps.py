from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "jalon.guidance"
    label = "guidance"
