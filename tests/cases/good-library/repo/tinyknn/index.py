"""An index over rows of numbers."""
import numpy as np

from tinyknn.metrics import Euclidean


class Index:
    """Finds the nearest rows."""

    def __init__(self, rows, metric=None):
        self.rows = np.asarray(rows, dtype=float)
        self.metric = metric or Euclidean()

    @classmethod
    def from_numpy(cls, rows):
        return cls(rows)

    def nearest(self, query, count=1):
        distances = self.metric.distances(self.rows, np.asarray(query, dtype=float))
        order = np.argsort(distances)
        return [int(i) for i in order[:count]]
