"""The networks of a run, as its arguments name them."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Self

from fundusviewer.cli.models import find_model
from fundusviewer.inference import (
    Classifier,
    Marker,
    ModelLibrary,
    OperatingPoint,
    open_classifier,
    open_lesion_marker,
    open_locator,
)
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.examination.operating_point import find_operating_point


@dataclass(frozen=True, eq=False)
class Networks:
    """What examines the photographs of a run.

    Attributes
    ----------
    classifier, point, method
        The model, its operating point, and how its results are known.
    locator, marker
        Find disc and fovea, mark lesions; ``None``: nobody does.
    """

    classifier: Classifier
    point: OperatingPoint | None
    method: Method
    locator: Marker | None
    marker: Marker | None

    @classmethod
    def of(cls, options: argparse.Namespace) -> Self:
        """Open what ``--model``, ``--operating-point``, ``--provider`` and ``--lesions`` name.

        Raises
        ------
        FundusViewerError
            If one of them cannot be used.
        """
        entry = find_model(options.model)
        classifier = open_classifier(entry.path, options.provider)
        library = ModelLibrary.default()
        locator = open_locator(library, options.provider)
        marker = open_lesion_marker(library, options.provider) if options.lesions else None
        point = find_operating_point(classifier.card, options.operating_point)
        return cls(classifier, point, Method.of(classifier, point), locator, marker)
