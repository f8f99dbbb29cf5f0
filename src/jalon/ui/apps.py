from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jalon.ui"
    label = "ui"
