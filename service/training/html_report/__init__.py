"""The model for reading: one HTML file that opens anywhere, with no network."""

from service.training.html_report.page import REPORT, render

__all__ = ["REPORT", "render"]
