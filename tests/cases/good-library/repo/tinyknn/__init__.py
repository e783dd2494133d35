"""Nearest neighbours in a few lines."""
from tinyknn.index import Index
from tinyknn.metrics import Metric, register_metric

__all__ = ["Index", "Metric", "register_metric"]
