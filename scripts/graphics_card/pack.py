"""Photographs for the grader, read and prepared by the product, in one folder that travels.

::

    python -m scripts.graphics_card.pack SET/labels.csv … --split-file MODEL.split.csv --output PACK
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fundusviewer.errors import LabelsError
from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.training.config.progress import Progress, TerminalProgress, counted
from fundusviewer.training.config.settings import Identity, TrainingSettings
from fundusviewer.training.data.dataset import labelled, load_data
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.splits import Split
from scripts.graphics_card.command import run_command
from scripts.graphics_card.packed.archive import LARGE, SMALL, compressed_photograph, write_archive
from scripts.graphics_card.packed.records import PackedPhotograph
from scripts.graphics_card.recipe import OEDEMA_COLUMNS, SMALL_SETS

#: Height and width of the pictures of small and of other sets.
SIZES = {SMALL: 256, LARGE: 512}

#: At which photographs are compared when they are dealt out.
_DEALING_SIZE = 320


@dataclass(frozen=True)
class PackSettings:
    """What is packed.

    Attributes
    ----------
    labels
        The labels files (docs/training.md).
    output
        The packed folder.
    split_file
        Sides that are settled; photographs that it does not name are dealt out by patient.
    kept_out
        Labels files of photographs that must not be learned from.
    small_sets
        Names of the sets that are packed at 256 pixels.
    quality
        Of the WebP pictures, 1–100.
    """

    labels: tuple[Path, ...]
    output: Path
    split_file: Path | None = None
    kept_out: tuple[Path, ...] = ()
    small_sets: tuple[str, ...] = SMALL_SETS
    quality: int = 86


def pack(settings: PackSettings, progress: Progress) -> dict[str, int]:
    """Write the two archives; return how many photographs each holds.

    Raises
    ------
    LabelsError
        If the labels cannot be used.
    OutputError
        If the folder cannot be written.
    """
    photographs, sides = _dealt(settings, progress)
    counts = {}
    for name, size in SIZES.items():
        members = [
            (photo, side)
            for photo, side in zip(photographs, sides, strict=True)
            if (photo.dataset in settings.small_sets) is (name == SMALL)
        ]
        one = partial(_packed, size=size, quality=settings.quality)
        with (
            progress.task(f"Packing at {size} pixels", len(members)) as task,
            ThreadPoolExecutor(2) as pool,
        ):
            packed = list(counted(pool.map(one, members), task))
        rows = [record.to_json() for record, _ in packed]
        write_archive(settings.output, name, size, rows, [piece for _, piece in packed])
        counts[name] = len(packed)
    return counts


def _dealt(
    settings: PackSettings, progress: Progress
) -> tuple[Sequence[LabelledPhotograph], Sequence[Split]]:
    """Deal out as a training run does: by patient, and the same picture never on two sides."""
    dealing = TrainingSettings(
        labels=settings.labels,
        output=settings.output / "dealing",
        identity=Identity("pack", "Pack"),
        kept_out=settings.kept_out,
        image_size=_DEALING_SIZE,
        split_file=settings.split_file,
    )
    data = load_data(dealing, labelled(dealing)[1], progress)
    return data.photographs, data.split


def _packed(
    member: tuple[LabelledPhotograph, Split], *, size: int, quality: int
) -> tuple[PackedPhotograph, bytes]:
    photo, side = member
    pixels = read_image(photo.path).pixels
    prepared = to_model_input(pixels, disc_spec(size))
    region = prepared.region
    record = PackedPhotograph(
        set=photo.dataset,
        file=photo.file,
        patient=photo.patient,
        side=str(side),
        grades=_grades(photo),
        oedema=_oedema(photo),
        quality=photo.quality,
        region=(region.left, region.top, region.width, region.height),
        shape=(pixels.shape[0], pixels.shape[1]),
    )
    return record, compressed_photograph(prepared.pixels, quality)


def disc_spec(size: int) -> InputSpec:
    """Return the preparation of the product's networks at this size."""
    return InputSpec(height=size, width=size, crop="field_of_view", resize="stretch")


def _grades(photo: LabelledPhotograph) -> tuple[int, int] | None:
    if photo.is_gradable and photo.grade is not None:
        return photo.grade, photo.grade
    return photo.grade_range if photo.is_ranged else None


def _oedema(photo: LabelledPhotograph) -> float | None:
    text = photo.columns.get(OEDEMA_COLUMNS.get(photo.dataset, ""), "")
    try:
        return float(text) if text else None
    except ValueError as error:
        raise LabelsError(
            f"{photo.path}: {OEDEMA_COLUMNS[photo.dataset]} {text!r} is no number; 0, 1, 2 or "
            "empty is allowed"
        ) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.graphics_card.pack")
    parser.add_argument("labels", nargs="+", type=Path, help="labels files, see docs/training.md")
    parser.add_argument("--output", required=True, type=Path, help="the packed folder")
    parser.add_argument("--split-file", type=Path, help="sides of an earlier run, which stay")
    parser.add_argument(
        "--keep-out", nargs="+", type=Path, default=[], metavar="LABELS",
        help="labels files of photographs that must not be learned from",
    )  # fmt: skip
    parser.add_argument(
        "--small-sets", nargs="*", default=list(SMALL_SETS), metavar="SET",
        help="sets that are packed at 256 pixels, not 512 (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--quality", type=int, default=86, help="of the WebP pictures (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    settings = PackSettings(
        labels=tuple(options.labels),
        output=options.output,
        split_file=options.split_file,
        kept_out=tuple(options.keep_out),
        small_sets=tuple(options.small_sets),
        quality=options.quality,
    )
    return run_command(lambda: print(pack(settings, TerminalProgress())))


if __name__ == "__main__":
    raise SystemExit(main())
