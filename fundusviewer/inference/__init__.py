"""The network: model card, model library, execution providers, classifier."""

from fundusviewer.imaging import InputSpec
from fundusviewer.inference.card import (
    CARD_KEY,
    GOLDEN_KEY,
    Agreement,
    Coverage,
    DataSource,
    GoldenVector,
    GradCamSpec,
    Interval,
    Metric,
    ModelCard,
    OperatingPoint,
    PredictionSets,
)
from fundusviewer.inference.classifier import Classifier, GoldenCheck
from fundusviewer.inference.library import ModelEntry, ModelLibrary, read_entry
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
    "Agreement",
    "Classifier",
    "Coverage",
    "DataSource",
    "GoldenCheck",
    "GoldenVector",
    "GradCamSpec",
    "InputSpec",
    "Interval",
    "Metric",
    "ModelCard",
    "ModelEntry",
    "ModelLibrary",
    "OperatingPoint",
    "Prediction",
    "PredictionSets",
    "ProviderReport",
    "ProviderRequest",
    "read_entry",
    "runtime_description",
]
