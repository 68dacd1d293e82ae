"""``fundusviewer inspect``: the inside of a network as tables and pictures."""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.atomic import write_text_atomically
from fundusviewer.cli.models import find_model
from fundusviewer.errors import InferenceError, OutputError
from fundusviewer.imaging import decode, load
from fundusviewer.inference import PROVIDER_REQUESTS, Classifier, Prediction, open_classifier
from fundusviewer.inference.inspection import Inspection, LayerRow
from fundusviewer.overlay import (
    BESIDE_NOTICE,
    RESEARCH_NOTICE,
    field_to_stay_in,
    flatten,
    heat_layer,
    looked_beside,
    write_picture,
)
from fundusviewer.overlay.network_pictures import enlarged, map_picture, sheet, strongest_maps
from fundusviewer.reporting.csv import safe_cell
from fundusviewer.reporting.table import Value
from fundusviewer.screening.examination.steps import Prepared, prepare_photograph

_REFUSED = (
    "The gate refuses this photograph: what the network makes of it says nothing about an eye."
)
_NO_FINDING = "Maps and heat map are what the network computes, no finding; see classify."


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "inspect",
        help="look inside a network: layers, filters, maps, heat map of any class",
        description="Prints the layers of a model. With --output their table and the first "
        "filters are written as CSV and PNG, with a photograph also the maps of a layer and the "
        "heat map of a class.",
    )
    parser.add_argument("model", metavar="MODEL", help="name or .onnx file")
    parser.add_argument("photograph", nargs="?", type=Path, metavar="PHOTO")
    parser.add_argument("--layer", metavar="L", help="whose maps (default: the last with maps)")
    parser.add_argument(
        "--class",
        dest="explained",
        metavar="NAME|NUMBER",
        help="whose heat map (default: the most probable class)",
    )
    parser.add_argument("--output", type=Path, metavar="DIR", help="folder, made where needed")
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.photograph is None and (options.layer or options.explained):
        raise InferenceError("--layer and --class need a photograph")
    if options.photograph is not None and options.output is None:
        raise OutputError("maps and heat maps are files: name their folder with --output DIR")
    entry = find_model(options.model)
    if entry.problem is not None:
        print(f"fundusviewer: {entry.problem}", file=sys.stderr)
    inspection = Inspection(entry.path)
    # Whatever is wrong with what was asked for is said before a long table and before any file.
    asked = None if options.photograph is None else _asked(entry.path, inspection, options)
    print(f"{entry.path.name}: {len(inspection.layers)} layers, {inspection.parameters:,} weights")
    for row in inspection.layers:
        print("  " + " ".join(f"{text:<{width}}" for text, width in _line(row)).rstrip())
    written: list[Path] = []
    if options.output is not None:
        _make_folder(options.output)
        written += _describe(inspection, options.output)
    if asked is not None:
        written += _explain(asked, inspection, options.output)
    for path in written:
        print(f"written: {path}")
    print(RESEARCH_NOTICE)
    return 0


def _line(row: LayerRow) -> tuple[tuple[str, int], ...]:
    count = f"{row.parameters:,}" if row.parameters else ""
    return ((row.name, 48), (row.operator, 20), (_shape(row), 18), (count, 12))


def _shape(row: LayerRow) -> str:
    return " × ".join("?" if size is None else str(size) for size in row.output_shape)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"--output {folder}: cannot be made ({error.strerror})") from error


def _describe(inspection: Inspection, folder: Path) -> list[Path]:
    """Write the table of layers and the first filters."""
    table = folder / "layers.csv"
    rows = ((row.name, row.operator, _shape(row), row.parameters) for row in inspection.layers)
    _write_table(table, ("layer", "operator", "output", "weights"), rows)
    filters = inspection.first_filters()
    if not filters:
        return [table]
    picture = folder / "filters.png"
    write_picture(picture, sheet([enlarged(one) for one in filters]))
    return [table, picture]


@dataclass(frozen=True)
class _Asked:
    """What is to be explained: a layer's maps and a class, on a photograph."""

    classifier: Classifier
    layer: str
    explained: int | None
    prepared: Prepared


def _asked(path: Path, inspection: Inspection, options: argparse.Namespace) -> _Asked:
    layer = _layer(inspection, options.layer, options.model)
    file = load(options.photograph)
    classifier = open_classifier(path, options.provider)
    explained = None
    if options.explained is not None:
        explained = _class(classifier, options.explained, options.model)
    prepared = prepare_photograph(file, classifier.card, decode(file))
    return _Asked(classifier, layer, explained, prepared)


def _explain(asked: _Asked, inspection: Inspection, folder: Path) -> list[Path]:
    """Write the maps of a layer and the heat map of a class for a photograph."""
    prepared = asked.prepared
    if prepared.verdict is not None and not prepared.verdict.is_gradable:
        print(_REFUSED)
    pixels = prepared.input.pixels
    prediction = asked.classifier.predict(pixels, asked.explained)
    print(_NO_FINDING)
    maps = inspection.maps(asked.layer, pixels)
    return [
        *_write_maps(maps, folder / f"maps-{_file_name(asked.layer)}"),
        *_write_heatmap(asked.classifier, prepared, prediction, folder),
    ]


def _layer(inspection: Inspection, wanted: str | None, model: str) -> str:
    names = inspection.layers_with_maps
    if not names:
        raise InferenceError("the network has no layer with maps")
    if wanted is None:
        return names[-1]
    if wanted in names:
        return wanted
    near = difflib.get_close_matches(wanted, names, n=3) or names[-3:]
    some = _some(near, len(names), f"fundusviewer inspect {shlex.quote(model)}")
    raise InferenceError(f"--layer {wanted}: is no layer with maps; there are {some}")


def _class(classifier: Classifier, wanted: str, model: str) -> int:
    names = [name.casefold() for name in classifier.card.class_names]
    if wanted.casefold() in names:
        return names.index(wanted.casefold())
    if wanted.isdecimal() and int(wanted) < len(names):
        return int(wanted)
    near = difflib.get_close_matches(wanted.casefold(), names, n=3) or names[:5]
    some = _some(near, len(names), f"fundusviewer models {shlex.quote(model)}")
    raise InferenceError(f"--class {wanted}: is none of the {len(names)} classes; there are {some}")


def _some(names: Sequence[str], count: int, command: str) -> str:
    """Say names, and the command that lists all where there are more."""
    said = ", ".join(names)
    return said if len(names) == count else f"{said}, …; all of them: {command}"


def _write_maps(maps: np.ndarray, place: Path) -> list[Path]:
    table, picture = place.with_name(f"{place.name}.csv"), place.with_name(f"{place.name}.png")
    rows = (
        (number, f"{one.mean():.6g}", f"{one.min():.6g}", f"{one.max():.6g}")
        for number, one in enumerate(maps)
    )
    _write_table(table, ("map", "mean", "smallest", "largest"), rows)
    write_picture(picture, sheet([map_picture(maps[number]) for number in strongest_maps(maps)]))
    return [table, picture]


def _write_heatmap(
    classifier: Classifier, prepared: Prepared, prediction: Prediction, folder: Path
) -> list[Path]:
    name = classifier.card.class_names[prediction.class_index]
    file = f"heatmap-{_file_name(name)}"
    table, picture = folder / f"{file}.csv", folder / f"{file}.png"
    columns = [f"column {number}" for number in range(prediction.heatmap.shape[1])]
    rows = ([f"{value:.6g}" for value in row] for row in prediction.heatmap)
    _write_table(table, columns, rows)
    image, card = prepared.image, classifier.card
    place = prediction.heatmap, prepared.input.region, (image.width, image.height)
    field = field_to_stay_in(prepared.field_of_view, card)
    layer = heat_layer(*place, field_of_view=field, opacity=0.6)
    write_picture(picture, flatten(image.pixels, [layer]))
    if looked_beside(card, *place, field):
        print(BESIDE_NOTICE)
    if prediction.heatmap.max() > 0:
        print(f"heat map of {name!r}, scaled to its own largest value")
    else:
        print(f"heat map of {name!r}: empty, nothing in the photograph speaks for this class")
    return [table, picture]


def _file_name(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.")[:80] or "layer"


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    write_text_atomically(path, text.getvalue())
