from django.apps import AppConfig


class OccupationsConfig(AppConfig):
    name = "jalon.occupations"
    label = "occupations"

    def ready(self):
        from jalon.occupations.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.occupations.services import (  # noqa: PLC0415 - models exist only now
            clear_occupations,
            read_occupations,
            write_occupations,
        )
        from jalon.sources.services import region_part  # noqa: PLC0415 - models exist only now

        declare_entries()
        region_part(
            name="occupations",
            order=40,
            read=read_occupations,
            write=write_occupations,
            clear=clear_occupations,
        )
