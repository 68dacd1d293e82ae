"""``fundusviewer wrap``: an ONNX classifier of another program becomes a model file."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fundusviewer.errors import FundusViewerError


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "wrap",
        help="give an ONNX classifier of another program card and heat map",
        description="Writes an ONNX classifier (of PyTorch, timm, Keras' own export, …) with "
        "preprocessing, heat map, class names and card as one file. The card is a short file in "
        "YAML with at least title, classes and preprocessing. See docs/exporting.md.",
    )
    parser.add_argument("source", type=Path, metavar="MODEL.onnx")
    parser.add_argument("--card", type=Path, required=True, metavar="CARD.yaml")
    parser.add_argument("--output", type=Path, required=True, metavar="OUT.onnx")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if find_spec("yaml") is None:
        raise FundusViewerError(
            "fundusviewer wrap needs pyyaml; install it with pip install 'fundusviewer[export]'"
        )
    from fundusviewer.export.pipeline.wrapping import wrap

    result = wrap(
        options.source,
        options.card,
        options.output,
        progress=lambda line: print(line, file=sys.stderr, flush=True),
    )
    card, heat = result.card, result.card.gradcam
    print(
        f"{result.path}: {result.size / 1e6:.1f} MB, {card.title}, {len(card.class_names)} classes"
    )
    print(f"  pixels before the network: {card.preprocessing}")
    print(f"  heat map: {heat.title}, {heat.layer}, {heat.height} × {heat.width}")
    if result.reason is not None:
        print(f"  the network runs {result.runs} times for each photograph: {result.reason}")
    if not result.softmax_inside:
        print("  the network ends without softmax: its scores were taken as the logits")
    return 0
