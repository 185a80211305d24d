"""The check-up as one HTML file that loads nothing: for a browser, a phone and A4 paper."""

from yutang.insight.report.page import render

__all__ = ["render"]
