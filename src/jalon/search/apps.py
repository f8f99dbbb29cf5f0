from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jalon.search"
    label = "search"
