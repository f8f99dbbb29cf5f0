from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "jalon.training"
    label = "training"
