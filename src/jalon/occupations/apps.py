from django.apps import AppConfig


class OccupationsConfig(AppConfig):
    name = "jalon.occupations"
    label = "occupations"

    def ready(self):
        from jalon.occupations.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.occupations.services import (  # noqa: PLC0415 - models exist only now
            clear_hiring,
            clear_occupations,
            hiring_is_stale,
            read_hiring,
            read_occupations,
            write_hiring,
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
        region_part(
            name="hiring",
            order=70,
            read=read_hiring,
            write=write_hiring,
            clear=clear_hiring,
            stale=hiring_is_stale,
        )
