"""Metrics, and the place where one's own plug in."""
import abc

import numpy as np

METRICS = {}


def register_metric(name):
    def register(cls):
        METRICS[name] = cls
        return cls
    return register


class Metric(abc.ABC):
    @abc.abstractmethod
    def distances(self, rows, query):
        """Distances of the query to each row."""


@register_metric("euclidean")
class Euclidean(Metric):
    def distances(self, rows, query):
        return np.linalg.norm(rows - query, axis=1)


@register_metric("manhattan")
class Manhattan(Metric):
    def distances(self, rows, query):
        return np.abs(rows - query).sum(axis=1)


@register_metric("chebyshev")
class Chebyshev(Metric):
    def distances(self, rows, query):
        return np.abs(rows - query).max(axis=1)
