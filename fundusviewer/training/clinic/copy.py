"""A copy of a model file with the operating points of this clinic."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fundusviewer.errors import OutputError
from fundusviewer.inference import FittedFrom, ModelCard, ModelLibrary, OperatingPoint
from fundusviewer.inference.onnx_file import file_sha256
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_models_dir
from fundusviewer.training.clinic.figures import PointFigures
from fundusviewer.training.clinic.proposal import Fit

#: What the card says of the copy's limits.
_LIMIT = (
    "The operating points were fitted to the reviews of one clinic: they hold for its patients and "
    "cameras."
)


def free_name(card: ModelCard, library: ModelLibrary) -> str:
    """Return a name for a copy that no model has yet."""
    origin = card.name if card.fitted_from is None else card.fitted_from.name
    known = {entry.card.name for entry in library.entries() if entry.card is not None}
    names = (f"{origin}-clinic{'' if number == 1 else f'-{number}'}" for number in range(1, 1000))
    return next(name for name in names if name not in known)


def write_copy(source: Path, card: ModelCard, fit: Fit, name: str, today: dt.date) -> Path:
    """Write a copy into the user's folder of models; the file itself stays as it is.

    Graph, weights and golden vector are those of the file: the copy answers the same, bit by bit,
    and decides at other thresholds.

    Parameters
    ----------
    source, card
        The model file.
    fit
        What was fitted.
    name
        Of the copy; small letters, digits, dots and dashes.
    today
        What its card is dated.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    OutputError
        If a model of that name is there already, or the file cannot be written.
    ExportError
        If the name cannot be one, or the file was not written by this program.
    """
    # Late: it loads onnx, and looking at figures needs none of it.
    from fundusviewer.export.pipeline.writer import validated_card, write_with_card

    library = ModelLibrary.default()
    if any(entry.card is not None and entry.card.name == name for entry in library.entries()):
        raise OutputError(f"{name}: there is a model of this name; choose another one")
    changed = validated_card(card.model_dump() | _fields(source, card, fit, name, today))
    folder = user_models_dir()
    try:
        make_private_folder(folder.parent)
        make_private_folder(folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error
    target = folder / f"{name}.onnx"
    if target.exists():
        raise OutputError(f"{target}: there is a file of this name; choose another name")
    write_with_card(source, changed, target)
    return target


def _fields(
    source: Path, card: ModelCard, fit: Fit, name: str, today: dt.date
) -> dict[str, object]:
    return {
        "name": name,
        "title": f"{card.title[:90]} (this clinic)",
        "content_sha256": None,
        "created": today,
        "operating_points": tuple(_point(figures, fit) for figures in fit.after),
        "fitted_from": FittedFrom(
            name=card.name,
            version=card.version,
            sha256=file_sha256(source),
            photographs=len(fit.used),
            patients=fit.patients,
        ),
        "limits": tuple(dict.fromkeys([*card.limits, _LIMIT])),
    }


def _point(measured: PointFigures, fit: Fit) -> OperatingPoint:
    seen = "" if fit.only_blind else ", some reviewed with the program's answer in sight"
    if measured.sensitivity is None or measured.specificity is None:
        raise OutputError("too few photographs tell how the operating points do")
    return OperatingPoint(
        name=measured.name,
        threshold=measured.threshold,
        sensitivity=measured.sensitivity,
        specificity=measured.specificity,
        measured_on=f"{len(fit.used)} photographs of {fit.patients} patients of this clinic, "
        f"cross-validated{seen}",
    )
