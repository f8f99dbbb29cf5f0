from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "jalon.training"
    label = "training"

    def ready(self):
        from jalon.sources.services import region_part  # noqa: PLC0415 - models exist only now
        from jalon.training.services.certifications import (  # noqa: PLC0415 - models exist only now
            clear_certifications,
            read_certifications,
            write_certifications,
        )

        region_part(
            name="certifications",
            order=60,
            read=read_certifications,
            write=write_certifications,
            clear=clear_certifications,
        )
