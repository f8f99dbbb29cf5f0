from datetime import timedelta

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "jalon.surveys"
    label = "surveys"

    def ready(self):
        from jalon.outbox.services.jobs import schedule  # noqa: PLC0415 - models exist only now
        from jalon.surveys.services.cleaning import clean_today  # noqa: PLC0415 - models exist only now

        schedule("Avis et tests : effacement", every=timedelta(days=1), run=clean_today)
