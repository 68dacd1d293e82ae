"""The network: model card, model library, execution providers, classifier."""

from fundusviewer.imaging import InputSpec
from fundusviewer.inference.card import (
    CARD_KEY,
    REJECT,
    Agreement,
    Coverage,
    DataSource,
    FittedFrom,
    GradCamSpec,
    Interval,
    Metric,
    ModelCard,
    NetworkGate,
    OedemaFigures,
    OedemaPoint,
    OperatingPoint,
    PredictionSets,
    Refusals,
)
from fundusviewer.inference.classifier import Classifier
from fundusviewer.inference.golden import GOLDEN_KEY, GoldenCheck, GoldenVector, Tolerances
from fundusviewer.inference.library import MarkerEntry, ModelEntry, ModelLibrary, read_entry
from fundusviewer.inference.marker import Marker
from fundusviewer.inference.marking_card import MarkingCard
from fundusviewer.inference.opening import (
    open_classifier,
    open_lesion_marker,
    open_locator,
    open_marker,
    open_to_check,
)
from fundusviewer.inference.providers import (
    PROVIDER_REQUESTS,
    ProviderReport,
    ProviderRequest,
    runtime_description,
)
from fundusviewer.inference.types import Prediction

__all__ = [
    "CARD_KEY",
    "GOLDEN_KEY",
    "PROVIDER_REQUESTS",
    "REJECT",
    "Agreement",
    "Classifier",
    "Coverage",
    "DataSource",
    "FittedFrom",
    "GoldenCheck",
    "GoldenVector",
    "GradCamSpec",
    "InputSpec",
    "Interval",
    "Marker",
    "MarkerEntry",
    "MarkingCard",
    "Metric",
    "ModelCard",
    "ModelEntry",
    "ModelLibrary",
    "NetworkGate",
    "OedemaFigures",
    "OedemaPoint",
    "OperatingPoint",
    "Prediction",
    "PredictionSets",
    "ProviderReport",
    "ProviderRequest",
    "Refusals",
    "Tolerances",
    "open_classifier",
    "open_lesion_marker",
    "open_locator",
    "open_marker",
    "open_to_check",
    "read_entry",
    "runtime_description",
]
