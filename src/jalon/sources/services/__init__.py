"""Reading outside data honestly: files with their lines, loads with their figures."""

from jalon.sources.services.command import LoadCommand
from jalon.sources.services.loading import Progress, Tally, declare_source, keep_report, loading, silent
from jalon.sources.services.locking import held
from jalon.sources.services.reading import Located, read_csv, read_table, read_yaml
from jalon.sources.services.region import load_region, region_part, stale_parts
from jalon.sources.services.reporting import report_lines
from jalon.sources.services.syncing import Synced, bulk_insert, sync_rows
from jalon.sources.services.workbooks import text_cell

__all__ = [
    "LoadCommand",
    "Located",
    "Progress",
    "Synced",
    "Tally",
    "bulk_insert",
    "declare_source",
    "held",
    "keep_report",
    "load_region",
    "loading",
    "read_csv",
    "read_table",
    "read_yaml",
    "region_part",
    "report_lines",
    "silent",
    "stale_parts",
    "sync_rows",
    "text_cell",
]
