"""What the commands for lesions and for landmarks have in common."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fundusviewer.atomic import write_text_atomically
from scripts.graphics_card.networks.unet import UNet
from scripts.graphics_card.networks.weights import save

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MaskSettings:
    """One run.

    Attributes
    ----------
    seconds
        Time to learn.
    size
        Height and width of the input in pixels.
    batch
        Photographs a step.
    lite
        Which EfficientNet-Lite: 0, 1 or 2.
    goes_on
        Whether the weights to begin with are a whole network's, which goes on learning.
    """

    seconds: float
    size: int
    batch: int
    lite: int = 0
    goes_on: bool = False


def mask_parser(name: str, usual: MaskSettings) -> argparse.ArgumentParser:
    """Return the options of a command."""
    parser = argparse.ArgumentParser(
        prog=f"python -m scripts.graphics_card.{name}",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("pack", type=Path, help="the packed folder")
    parser.add_argument("--output", required=True, type=Path, help="the run's folder")
    parser.add_argument("--weights", required=True, type=Path, help=".npz to begin with")
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="time to learn")
    parser.add_argument("--image-size", type=int, default=usual.size, help="pixels of the input")
    parser.add_argument("--batch", type=int, default=usual.batch, help="photographs a step")
    parser.add_argument(
        "--go-on", action="store_true", help="the weights are a whole network's of an earlier run"
    )
    parser.add_argument("--lite", type=int, choices=(0, 1, 2), default=usual.lite)
    return parser


def settings_of(options: argparse.Namespace) -> MaskSettings:
    """Return what the command line asks for."""
    return MaskSettings(
        options.seconds, options.image_size, options.batch, options.lite, options.go_on
    )


def write_masks(
    folder: Path, name: str, network: UNet, settings: MaskSettings, figures: Mapping[str, Any]
) -> None:
    """Write the network's weights, and its figures with the settings.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    for kind, value in figures.items():
        log.info("%s: %s", kind, value)
    save(folder / f"{name}.npz", network.written_weights())
    shown = {kind: asdict(value) for kind, value in figures.items()}
    text = json.dumps({**asdict(settings), "figures": shown}, indent=2)
    write_text_atomically(folder / f"{name}.json", text)
