"""The network: model card, model library, execution providers, classifier."""

from fundusviewer.imaging import InputSpec
from fundusviewer.inference.card import (
    CARD_KEY,
    GOLDEN_KEY,
    REJECT,
    Agreement,
    Coverage,
    DataSource,
    GoldenVector,
    GradCamSpec,
    Interval,
    Metric,
    ModelCard,
    NetworkGate,
    OperatingPoint,
    PredictionSets,
    Refusals,
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
    "REJECT",
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
    "NetworkGate",
    "OperatingPoint",
    "Prediction",
    "PredictionSets",
    "ProviderReport",
    "ProviderRequest",
    "Refusals",
    "read_entry",
    "runtime_description",
]
