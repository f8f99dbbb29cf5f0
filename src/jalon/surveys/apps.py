from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "jalon.surveys"
    label = "surveys"
