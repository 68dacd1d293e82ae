"""``fundusviewer export``: a Keras network becomes one self-contained model file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.extras import require_extra
from fundusviewer.export.graph.tracing import TRACERS
from fundusviewer.export.sources.preprocessing import CHOICES
from fundusviewer.minus import with_minus


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "export",
        help="turn a Keras network into a model file",
        description="Writes a Keras network with its preprocessing, Grad-CAM, class names and "
        "card as one ONNX file. See docs/exporting.md.",
    )
    parser.add_argument(
        "source",
        metavar="BACKBONE|FILE.keras|FILE.h5",
        help="vgg16, vgg19, resnet, inception, xception, squeezenet, mobilenetv2, densenet121, "
        "efficientnetb0, or a Keras file",
    )
    parser.add_argument("--output", type=Path, required=True, metavar="OUT.onnx")
    parser.add_argument("--classes", type=Path, metavar="FILE", help="class names, one per line")
    parser.add_argument(
        "--task",
        choices=("diabetic_retinopathy", "other"),
        help="diabetic_retinopathy: the classes are the five ICDR grades, so that the model can "
        "be evaluated, fitted (train --fit-only) and screened with (default: other)",
    )
    parser.add_argument("--title", help="name of the model for people")
    parser.add_argument("--licence", default="not stated", help="licence of the weights")
    parser.add_argument(
        "--tracer",
        choices=TRACERS,
        default="tf2onnx",
        help="what makes the ONNX graph: TensorFlow's functions (default), or PyTorch in a process "
        "of its own, which needs fundusviewer[torch]",
    )
    _add_backbone_options(parser)
    _add_file_options(parser)
    _add_size_options(parser)
    parser.set_defaults(run=run)


def _add_backbone_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("a backbone by name")
    group.add_argument(
        "--weights",
        default="imagenet",
        metavar="imagenet|none|FILE",
        help="the Keras download (default), random weights, or a .keras, .h5, .npz or .pkl file",
    )
    group.add_argument(
        "--top",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the network's own classes (default); without them a new, untrained layer for the "
        "names of --classes stands on the pooled maps",
    )


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("a Keras file")
    group.add_argument("--layer", help="layer to explain (default: the last convolutional maps)")
    group.add_argument(
        "--preprocessing",
        choices=tuple(CHOICES),
        help="what the pixels go through before the model (default: nothing where the model "
        "prepares them itself, otherwise as Keras prepares them for the backbone inside)",
    )


def _add_size_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the file")
    group.add_argument(
        "--quantise", choices=("none", "float16", "int8"), default="none", help="default: none"
    )
    group.add_argument(
        "--calibrate", type=Path, metavar="FOLDER", help="photographs for --quantise"
    )
    group.add_argument(
        "--interpolation",
        choices=("area", "bilinear", "bicubic", "nearest"),
        default="area",
        help="how photographs are scaled; nearest reproduces Keras' load_img (default: area)",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    require_extra("fundusviewer export")
    from fundusviewer.export.pipeline.request import ExportRequest, export

    result = export(
        ExportRequest(
            source=options.source,
            output=options.output,
            weights=options.weights,
            top=options.top,
            classes=options.classes,
            task=options.task,
            title=options.title,
            licence=options.licence,
            layer=options.layer,
            preprocessing=options.preprocessing,
            precision=options.quantise,
            calibration=options.calibrate,
            interpolation=options.interpolation,
            tracer=options.tracer,
        ),
        progress=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(_summary(result))
    return 0


def _summary(result: Any) -> str:
    card = result.card
    lines = [
        f"{result.path}: {result.size / 1e6:.1f} MB, {card.title}, {len(card.class_names)} classes",
        f"  pixels before the network: {_pixels(card.preprocessing)}",
        f"  heat map: {card.gradcam.layer}, {card.gradcam.height} × {card.gradcam.width}",
    ]
    if not result.softmax_inside:
        lines.append("  the network ends without softmax: its scores were taken as the logits")
    if card.agreement is not None:
        agreement = card.agreement
        alike = with_minus(f"{agreement.heatmap_correlation:.4f}")
        lines.append(
            f"  against float32 on {agreement.photographs} photographs: same first class "
            f"{agreement.top1:.1%}, largest difference of a probability "
            f"{agreement.largest_probability_difference:.4f}, correlation of heat maps "
            f"{alike}, {agreement.speed_ratio:.2f} times as fast"
        )
    return "\n".join(lines)


def _pixels(mode: str | None) -> str:
    return next((words for name, words in CHOICES.items() if name == mode), str(mode))
