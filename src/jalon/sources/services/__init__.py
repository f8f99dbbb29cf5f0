"""Reading outside data honestly: files with their lines, loads with their figures."""

from jalon.sources.services.loading import Progress, Tally, declare_source, loading, sync_rows
from jalon.sources.services.reading import Located, read_csv, read_yaml
from jalon.sources.services.region import load_region, region_part

__all__ = [
    "Located",
    "Progress",
    "Tally",
    "declare_source",
    "load_region",
    "loading",
    "read_csv",
    "read_yaml",
    "region_part",
    "sync_rows",
]
