"""The report of a run: one HTML file that reads like a paper's first page, and its figures."""

from exoburn.report.page import report_html
from exoburn.report.write import write_report

__all__ = ["report_html", "write_report"]
