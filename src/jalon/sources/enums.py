from django.db import models


class LoadState(models.TextChoices):
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    REFUSED = "refused", "refusé"
