from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "jalon.outbox"
    label = "outbox"
