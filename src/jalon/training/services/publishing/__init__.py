"""What is open at an intake as files: CSV, XLSX, PDF."""

from jalon.training.services.publishing.book import NoBookletError, intake_pdf, make_intake_pdf, pdf_lack
from jalon.training.services.publishing.columns import Publication
from jalon.training.services.publishing.csv_file import csv_lines
from jalon.training.services.publishing.workbook import MOST_ROWS, intake_workbook

__all__ = [
    "MOST_ROWS",
    "NoBookletError",
    "Publication",
    "csv_lines",
    "intake_pdf",
    "intake_workbook",
    "make_intake_pdf",
    "pdf_lack",
]
