from datetime import timedelta

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "jalon.outbox"
    label = "outbox"

    def ready(self):
        from jalon.outbox.services.jobs import schedule  # noqa: PLC0415 - models exist only now
        from jalon.outbox.services.keeping import clean, sign_of_life  # noqa: PLC0415 - models exist only now

        schedule("Signe de vie", every=timedelta(minutes=5), run=sign_of_life)
        schedule("Messages : effacement", every=timedelta(days=1), run=clean)
