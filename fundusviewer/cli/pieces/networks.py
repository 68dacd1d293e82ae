"""The networks of a run, as its arguments name them."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
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
from fundusviewer.screening.pipeline import ONE_BY_ONE, Together

_MOST_AT_ONCE = 256


@dataclass(frozen=True, eq=False)
class Networks:
    """What examines the photographs of a run.

    Attributes
    ----------
    classifier, point, method
        The model, its operating point, and how its results are known.
    locator, marker
        Find disc and fovea, mark lesions; ``None``: nobody does.
    together
        How the classifier is asked.
    """

    classifier: Classifier
    point: OperatingPoint | None
    method: Method
    locator: Marker | None
    marker: Marker | None
    together: Together = ONE_BY_ONE

    @classmethod
    def of(cls, options: argparse.Namespace) -> Self:
        """Open what the arguments name.

        They are ``--model``, ``--operating-point``, ``--provider``, ``--lesions``,
        ``--marks-model``, ``--batch`` and ``--heatmap``.

        Raises
        ------
        FundusViewerError
            If one of them cannot be used.
        """
        entry = find_model(options.model)
        library = library_of(options)
        classifier = open_classifier(entry.path, options.provider)
        locator, marker = open_markers(options, library)
        point = find_operating_point(classifier.card, options.operating_point)
        together = Together(_batch(classifier, options.batch), heatmaps=options.heatmap)
        method = Method.of(classifier, point, locator)
        return cls(classifier, point, method, locator, marker, together)


def library_of(options: argparse.Namespace) -> ModelLibrary:
    """Return the models at hand, with what ``--marks-model`` names before all others.

    Raises
    ------
    FundusViewerError
        If a file that is named does not mark places.
    """
    return ModelLibrary.default().with_markers(options.marks_model)


def open_markers(
    options: argparse.Namespace, library: ModelLibrary
) -> tuple[Marker | None, Marker | None]:
    """Open what finds disc and fovea and, with ``--lesions``, what marks lesions.

    Parameters
    ----------
    options
        ``--lesions`` and ``--provider``.
    library
        See :func:`library_of`.

    Raises
    ------
    FundusViewerError
        If one of them cannot be used.
    """
    locator = open_locator(library, options.provider)
    return locator, open_lesion_marker(library, options.provider) if options.lesions else None


def add_lesions_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--lesions``."""
    parser.add_argument(
        "--lesions",
        action="store_true",
        help="mark lesions with a second network and count them; examining takes about four times "
        "as long",
    )


def add_marks_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--marks-model``."""
    parser.add_argument(
        "--marks-model",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE.onnx",
        help="models of your own that find disc and fovea, or mark lesions, in the place of the "
        "program's (docs/training.md)",
    )


def add_batch_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--batch`` and ``--heatmap``."""
    parser.add_argument(
        "--batch",
        type=_photographs,
        default=1,
        metavar="N",
        help="photographs that the network is asked about at once; may pay on a graphics card "
        "(default: 1, which is the fastest on a processor)",
    )
    parser.add_argument(
        "--heatmap",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="compute heat maps too, which the database does not keep: to measure what they cost "
        "(default: without)",
    )


def _batch(classifier: Classifier, wanted: int) -> int:
    """Return how many photographs at once the model answers as it answers each alone."""
    if wanted == 1 or classifier.answers_together(wanted):
        return wanted
    print(
        f"fundusviewer: {classifier.path.name} does not answer {wanted} photographs at once as it "
        "answers each alone; they are examined one by one",
        file=sys.stderr,
    )
    return 1


def _photographs(text: str) -> int:
    value = int(text)
    if not 1 <= value <= _MOST_AT_ONCE:
        raise argparse.ArgumentTypeError(f"{value} is not between 1 and {_MOST_AT_ONCE}")
    return value
