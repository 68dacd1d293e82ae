"""What ``fundusviewer export`` asks for, from the source's name to the finished file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from fundusviewer.errors import ExportError, OutputError
from fundusviewer.export.graph.tracing import require_tracer
from fundusviewer.export.pipeline.writer import ExportResult, Precision, name_for_card, write_model
from fundusviewer.export.quantise.calibration_images import read_calibration
from fundusviewer.export.sources.backbones import Backbone, backbone_names, find_backbone
from fundusviewer.export.sources.class_names import imagenet_classes, read_classes
from fundusviewer.export.sources.classifier_spec import DenseHead, ExplainedModel, transfer_model
from fundusviewer.export.sources.task import (
    GRADING,
    UNFITTED,
    UNFITTED_POINT,
    grade_order,
    look_like_grades,
    sort_classes,
)
from fundusviewer.export.sources.user_models import load_user_model
from fundusviewer.export.sources.weights import load_weights
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.imaging import InputSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.export.graph.tracing import Tracer
    from fundusviewer.export.sources.preprocessing import Preprocessing

_FILE_SUFFIXES = (".keras", ".h5")
_UNTRAINED = "The weights are random: the model shows how the program works, nothing else."
_UNTRAINED_TOP = "The last layer is untrained: its probabilities mean nothing."


@dataclass(frozen=True)
class ExportRequest:
    """One export.

    Attributes
    ----------
    source
        Name of a backbone or path of a Keras file.
    output
        The file to write.
    weights
        For a backbone: ``imagenet``, ``none`` or a weights file.
    top
        For a backbone: with its own classes.
    classes
        File with class names.
    task
        ``diabetic_retinopathy`` where the classes are the five grades; ``None``: something else.
    title, licence
        For the card.
    layer, preprocessing
        For a Keras file, see :func:`.user_models.load_user_model`.
    precision
        ``none``, ``float16`` or ``int8``.
    calibration
        Folder of photographs for the latter two.
    interpolation
        How photographs are scaled.
    tracer
        What makes the graph of the network.
    """

    source: str
    output: Path
    weights: str = "imagenet"
    top: bool = True
    classes: Path | None = None
    task: Literal["diabetic_retinopathy", "other"] | None = None
    title: str | None = None
    licence: str = "not stated"
    layer: str | None = None
    preprocessing: Preprocessing | None = None
    precision: Precision = "none"
    calibration: Path | None = None
    interpolation: Literal["area", "bilinear", "bicubic", "nearest"] = "area"
    tracer: Tracer = "tf2onnx"


def export(request: ExportRequest, progress: Callable[[str], None]) -> ExportResult:
    """Export what was asked for.

    Raises
    ------
    ExportError, OutputError
        If something of it cannot be used; nothing is written then.
    """
    _check(request)
    names = read_classes(request.classes) if request.classes else None
    order = _grade_order(request, names)
    from_file = request.source.lower().endswith(_FILE_SUFFIXES)
    progress(f"loading {request.source}")
    model = _from_file(request, progress) if from_file else _from_backbone(request, names)
    if order is not None:
        sort_classes(model.network, order)
    height, width = model.input_size
    spec = InputSpec(height=height, width=width, interpolation=request.interpolation)
    calibration = None
    if request.precision != "none" and request.calibration is not None:
        progress(f"reading the photographs of {request.calibration}")
        calibration = read_calibration(request.calibration, spec)
    return write_model(
        model,
        _card_fields(request, model, names, spec),
        request.output,
        precision=request.precision,
        calibration=calibration,
        tracer=request.tracer,
        progress=progress,
    )


def _check(request: ExportRequest) -> None:
    # What can be known before TensorFlow is loaded is refused before.
    require_tracer(request.tracer)
    if request.precision != "none" and request.calibration is None:
        raise ExportError(f"--quantise {request.precision} needs --calibrate FOLDER")
    if not request.output.parent.is_dir():
        raise OutputError(f"{request.output}: there is no folder {request.output.parent}")
    if request.source.lower().endswith(".onnx"):
        raise ExportError(
            f"{request.source} is an ONNX file already; export it from the Keras model that it "
            f"was made of ({', '.join(_FILE_SUFFIXES)}), or give it card and heat map with "
            "fundusviewer wrap"
        )
    if (Path(request.source) / "saved_model.pb").is_file():
        raise ExportError(
            f"{request.source} is a SavedModel folder: a function, without layers to explain; "
            f"save the model itself (model.save, {_FILE_SUFFIXES[0]}), or write the folder as ONNX "
            "(python -m tf2onnx.convert --saved-model) and give that to fundusviewer wrap"
        )
    if not request.source.lower().endswith(_FILE_SUFFIXES):
        try:
            find_backbone(request.source)
        except ExportError as error:
            raise ExportError(
                f"{request.source!r} is neither a backbone ({', '.join(backbone_names())}) "
                f"nor a Keras file ({', '.join(_FILE_SUFFIXES)})"
            ) from error
        if request.layer or request.preprocessing:
            raise ExportError("--layer and --preprocessing are for Keras files")


def _grade_order(request: ExportRequest, names: tuple[str, ...] | None) -> tuple[int, ...] | None:
    """Return for each grade which class it is; ``None`` for a network that grades nothing."""
    if request.task == GRADING:
        return grade_order(names)
    if request.task is None and names is not None and look_like_grades(names):
        raise ExportError(
            f"the classes {', '.join(names)} look like grades of diabetic retinopathy: say "
            f"--task {GRADING} if they are, otherwise --task other"
        )
    return None


def _from_file(request: ExportRequest, progress: Callable[[str], None]) -> ExplainedModel:
    return load_user_model(
        Path(request.source),
        layer=request.layer,
        preprocessing=request.preprocessing,
        progress=progress,
    )


def _from_backbone(request: ExportRequest, names: tuple[str, ...] | None) -> ExplainedModel:
    backbone = find_backbone(request.source)
    network = _network(backbone, request)
    if request.top:
        return ExplainedModel(network, backbone.preprocessing, backbone.layer, backbone.name)
    if names is None:
        raise ExportError("--no-top needs --classes FILE: the names for the new last layer")
    return transfer_model(network, backbone, _untrained_head(network, len(names)))


def _network(backbone: Backbone, request: ExportRequest) -> Any:
    if request.weights == "imagenet":
        return downloaded(backbone, include_top=request.top)
    network = backbone.build(include_top=request.top)
    if request.weights != "none":
        load_weights(network, Path(request.weights))
    return network


def downloaded(backbone: Backbone, *, include_top: bool) -> Any:
    """Return the backbone with the ImageNet weights that Keras downloads.

    Raises
    ------
    ExportError
        If they cannot be had.
    """
    try:
        return backbone.build(include_top=include_top, weights="imagenet")
    except ExportError:
        raise
    except Exception as error:
        # Keras raises plain exceptions where a download fails.
        raise ExportError(
            f"the ImageNet weights of {backbone.title} cannot be downloaded; give a file with "
            "--weights, or copy Keras' file into ~/.keras/models"
        ) from error


def _untrained_head(network: Any, classes: int) -> DenseHead:
    features = network.output_shape[-1]
    generator = np.random.default_rng(0)
    kernel = generator.normal(0, features**-0.5, (features, classes)).astype(np.float32)
    return DenseHead(kernel, np.zeros(classes, np.float32))


def _card_fields(
    request: ExportRequest, model: ExplainedModel, names: tuple[str, ...] | None, spec: InputSpec
) -> dict[str, object]:
    imagenet = names is None and model.classes == len(imagenet_classes())
    grading = request.task == GRADING
    return {
        "name": name_for_card(request.output),
        "title": request.title or request.output.stem,
        "version": "1.0.0",
        "task": GRADING if grading else "imagenet" if imagenet else "other",
        "class_names": GRADE_NAMES
        if grading
        else names or (imagenet_classes() if imagenet else _numbered(model)),
        "operating_points": (UNFITTED_POINT,) if grading else (),
        "input": spec,
        "licence": request.licence,
        "limits": (*_limits(request), UNFITTED) if grading else _limits(request),
    }


def _numbered(model: ExplainedModel) -> tuple[str, ...]:
    # One score with a sigmoid stands for two classes.
    return tuple(f"class {index}" for index in range(max(2, model.classes)))


def _limits(request: ExportRequest) -> tuple[str, ...]:
    if request.source.lower().endswith(_FILE_SUFFIXES):
        return ()
    if not request.top:
        return (_UNTRAINED_TOP,)
    return (_UNTRAINED,) if request.weights == "none" else ()
