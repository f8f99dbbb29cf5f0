from datetime import timedelta

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "jalon.guidance"
    label = "guidance"

    def ready(self):
        from jalon.guidance.services import daily  # noqa: PLC0415 - models exist only now
        from jalon.outbox.services.jobs import schedule  # noqa: PLC0415 - models exist only now

        schedule("Dossiers : effacement", every=timedelta(days=1), run=daily.clean_dossiers_today)
        schedule("Ateliers : effacement", every=timedelta(days=1), run=daily.clean_workshops_today)
