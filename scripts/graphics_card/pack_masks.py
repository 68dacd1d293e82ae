r"""Photographs with drawn lesions, and marked discs and foveas, added to a packed folder.

::

    python -m scripts.graphics_card.pack_masks PACK --drawn SET/labels.csv … \
        --healthy SET/labels.csv … --landmarks MARKS.csv

The columns ``microaneurysms``, ``haemorrhages``, ``hard_exudates``, ``soft_exudates`` and
``optic_disc`` of a labels file name masks beside it, or hold circles ``x,y,radius``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.atomic import write_text_atomically
from fundusviewer.csv_table import TableRow, read_table
from fundusviewer.errors import LabelsError
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.training.config.progress import Progress, TerminalProgress, counted
from fundusviewer.training.marking.labels.masks import read_mask, to_region
from scripts.graphics_card.command import run_command
from scripts.graphics_card.pack import disc_spec
from scripts.graphics_card.packed.archive import (
    DRAWINGS,
    LANDMARKS_FILE,
    compressed_mask,
    compressed_photograph,
    write_archive,
)
from scripts.graphics_card.packed.records import (
    Landmarks,
    PackedDrawing,
    PackedPhotograph,
    packed_photographs,
)
from scripts.graphics_card.recipe import (
    COUNTED_SETS,
    DRAWN_KINDS,
    HEALTHY,
    HEALTHY_KINDS,
    LANDMARK_SET,
    MASK_COLUMNS,
)

#: Usual height and width of packed drawings; a microaneurysm is two to five pixels there.
SIZE = 896

_QUALITY = 90

#: Columns of a table of discs and foveas.
_MARKS = ("file", "width", "od_x", "od_y", "fovea_x", "fovea_y")


@dataclass(frozen=True)
class _Drawn:
    """A photograph to be packed: its path, and the cell of the labels for each known kind."""

    path: Path
    set: str
    file: str
    cells: Mapping[str, str]


def pack_drawings(
    folder: Path,
    drawn: Sequence[Path],
    healthy: Sequence[Path],
    progress: Progress,
    size: int = SIZE,
) -> int:
    """Write the archive of drawings; return how many photographs it holds.

    Raises
    ------
    LabelsError
        If a labels file is of a set of which nothing is known, or a mask cannot be read.
    """
    sides = {(photo.set, photo.file): photo.side for photo in packed_photographs(folder)}
    chosen = [one for labels in drawn for one in _drawn(labels)]
    chosen += [one for labels in healthy for one in _healthy(labels, sides)]
    pieces: list[bytes] = []
    with progress.task("Packing drawings", len(chosen)) as task:
        rows = [_packed(one, size, pieces).to_json() for one in counted(chosen, task)]
    write_archive(folder, DRAWINGS, size, rows, pieces)
    return len(rows)


def pack_landmarks(folder: Path, marks: Path) -> int:
    """Write where disc and fovea lie in the packed photographs; return of how many it is known.

    Parameters
    ----------
    folder
        The packed folder, with the photographs of :data:`.recipe.LANDMARK_SET`.
    marks
        CSV with the columns ``file``, ``width`` (of the original), ``od_x``, ``od_y``,
        ``fovea_x``, ``fovea_y`` (in pixels of the original).
    """
    photographs = {
        photo.file: photo for photo in packed_photographs(folder) if photo.set == LANDMARK_SET
    }
    found = {
        row.cells["file"]: _landmarks(photographs[row.cells["file"]], row.cells)
        for row in _rows(marks, *_MARKS)
        if row.cells["file"] in photographs
    }
    text = json.dumps({file: landmarks.to_json() for file, landmarks in found.items()})
    write_text_atomically(folder / LANDMARKS_FILE, text)
    return len(found)


def _rows(file: Path, *columns: str) -> tuple[TableRow, ...]:
    """Return the rows of a table that must have these columns."""
    table = read_table(file)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise LabelsError(
            f"{file}: the column {missing[0]} is missing; {', '.join(columns)} are needed"
        )
    return table.rows


def _drawn(labels: Path) -> Iterator[_Drawn]:
    """Yield the photographs of a set on which somebody drew."""
    name = labels.resolve().parent.name
    if name not in DRAWN_KINDS:
        raise LabelsError(
            f"{labels}: nothing is known of the drawings of {name}; {', '.join(DRAWN_KINDS)} are "
            "known, others need an entry in scripts/graphics_card/recipe.py"
        )
    columns = {kind: MASK_COLUMNS.get(name, {}).get(kind, kind) for kind in DRAWN_KINDS[name]}
    for row in _rows(labels, "file"):
        cells = {kind: row.cells.get(column, "") for kind, column in columns.items()}
        if name not in COUNTED_SETS or any(cells.values()):
            yield _Drawn(labels.parent / row.cells["file"], name, row.cells["file"], cells)


def _healthy(labels: Path, sides: Mapping[tuple[str, str], str]) -> Iterator[_Drawn]:
    """Yield photographs of grade 0, as :data:`.recipe.HEALTHY` says."""
    name = labels.resolve().parent.name
    if name not in HEALTHY:
        raise LabelsError(
            f"{labels}: photographs without lesions are taken of {', '.join(HEALTHY)}; others need "
            "an entry in scripts/graphics_card/recipe.py"
        )
    choice = HEALTHY[name]

    def suits(row: TableRow) -> bool:
        side = sides.get((name, row.cells["file"]))
        return row.cells["grade"] == "0" and choice.side in (None, side)

    rows = [row for row in _rows(labels, "file", "grade") if suits(row)]
    for row in rows[:: choice.step][: choice.count]:
        file = row.cells["file"]
        yield _Drawn(labels.parent / file, name, file, dict.fromkeys(HEALTHY_KINDS, ""))


def _packed(one: _Drawn, size: int, pieces: list[bytes]) -> PackedDrawing:
    """Add a photograph and its masks to the pieces."""

    def added(piece: bytes) -> int:
        pieces.append(piece)
        return len(pieces) - 1

    pixels = read_image(one.path).pixels
    height, width = pixels.shape[:2]
    prepared = to_model_input(pixels, disc_spec(size))
    picture = added(compressed_photograph(prepared.pixels, _QUALITY))
    folder = Path(str(one.path).removesuffix(one.file))
    masks = {}
    for kind, cell in one.cells.items():
        if cell:
            drawn = read_mask(folder, cell, height, width)
            masks[kind] = added(compressed_mask(to_region(drawn, prepared.region, size)))
    return PackedDrawing(one.set, one.file, tuple(one.cells), picture, masks)


def _landmarks(photo: PackedPhotograph, cells: Mapping[str, str]) -> Landmarks:
    left, top, width, height = photo.region
    try:
        numbers = {column: float(cells[column]) for column in _MARKS[1:]}
    except ValueError as error:
        raise LabelsError(
            f"{photo.file}: a mark is no number ({error}); pixels are needed"
        ) from error
    scale = photo.shape[1] / numbers["width"]

    def share(name: str) -> tuple[float, float]:
        x, y = numbers[f"{name}_x"] * scale, numbers[f"{name}_y"] * scale
        return (x - left) / width, (y - top) / height

    return Landmarks(share("od"), share("fovea"), scale)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.graphics_card.pack_masks")
    parser.add_argument("pack", type=Path, help="a folder that scripts.graphics_card.pack wrote")
    parser.add_argument(
        "--drawn", nargs="+", type=Path, default=[], metavar="LABELS", help="sets with masks"
    )
    parser.add_argument(
        "--healthy", nargs="+", type=Path, default=[], metavar="LABELS",
        help="graded sets of which photographs without lesions are taken",
    )  # fmt: skip
    parser.add_argument(
        "--landmarks", type=Path, metavar="CSV", help=f"discs and foveas of {LANDMARK_SET}"
    )
    parser.add_argument("--size", type=int, default=SIZE, help="pixels of the drawings")
    options = parser.parse_args(arguments)

    def work() -> None:
        progress = TerminalProgress()
        count = pack_drawings(options.pack, options.drawn, options.healthy, progress, options.size)
        print("drawings", count)
        if options.landmarks:
            print("landmarks", pack_landmarks(options.pack, options.landmarks))

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
