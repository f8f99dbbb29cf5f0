from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "jalon.training"
    label = "training"

    def ready(self):
        from jalon.sources.services import region_part  # noqa: PLC0415 - models exist only now
        from jalon.territory.services import communes_written  # noqa: PLC0415 - models exist only now
        from jalon.training.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.training.services.certifications import (  # noqa: PLC0415 - models exist only now
            clear_certifications,
            read_certifications,
            write_certifications,
        )
        from jalon.training.services.region import (  # noqa: PLC0415 - models exist only now
            clear_training,
            is_stale,
            read_training,
            write_training,
        )
        from jalon.training.services.settling import follow_communes  # noqa: PLC0415 - models exist only now

        communes_written.connect(follow_communes, dispatch_uid="training")
        declare_entries()
        region_part(
            name="certifications",
            order=60,
            read=read_certifications,
            write=write_certifications,
            clear=clear_certifications,
        )
        region_part(
            name="training",
            order=80,
            read=read_training,
            write=write_training,
            clear=clear_training,
            stale=is_stale,
        )
