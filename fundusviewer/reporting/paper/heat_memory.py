"""The heat maps of the reports of this process: a preview, the print and the file ask once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.examination.method import Method

#: So many are kept, the latest: some ten cells a side, 2 kB each.
_KEPT = 5_000

_Key = tuple[Method, str, int]


@dataclass(frozen=True, eq=False)
class HeatMap:
    """A heat map with its place on a photograph.

    Attributes
    ----------
    heat
        float (h, w), as the network answered it.
    region
        What it lies over, in pixels of the photograph.
    field_of_view
        The disc of the retina, in pixels of the photograph.
    width
        Of the photograph in pixels.
    """

    heat: np.ndarray
    region: Region
    field_of_view: FieldOfView
    width: int


class HeatMemory:
    """Keeps heat maps; of any thread.

    They hold for a photograph's content, a method and a class alone: whatever changes makes
    another key.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, HeatMap] = OrderedDict()

    def get(self, method: Method, sha256: str, explained: int) -> HeatMap | None:
        """Return a heat map that was made, ``None`` otherwise.

        Parameters
        ----------
        method
            How the photograph was graded: model file, settings, version.
        sha256
            Hash of the photograph's file.
        explained
            Index of the class that is explained.
        """
        with self._lock:
            return self._kept.get((method, sha256, explained))

    def note(self, method: Method, finding: Finding) -> None:
        """Keep the heat map of a finding: a report after a run need not ask the network again."""
        answer, label = finding.prediction, finding.label_index
        if answer is None or label is None or not answer.heatmap.size:
            return
        if answer.class_index == label:
            place = finding.prepared.region, finding.field_of_view, finding.image.width
            sha256 = finding.image.source.sha256
            self.put(method, sha256, label, HeatMap(answer.heatmap, *place))

    def put(self, method: Method, sha256: str, explained: int, heat: HeatMap) -> None:
        """Keep a heat map and forget the oldest."""
        with self._lock:
            self._kept[(method, sha256, explained)] = heat
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
