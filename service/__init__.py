"""Scribe-assist: which ICD-10-CM codes a clinic note supports, and what the chart still lacks."""

__version__ = "0.1.0"
