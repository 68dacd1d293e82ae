"""Whether points and masks fit their photographs, before the long work begins."""

from __future__ import annotations

from collections.abc import Sequence

from fundusviewer.errors import ImageReadError, LabelsError
from fundusviewer.imaging import load
from fundusviewer.imaging.reader import identify
from fundusviewer.inference.marking_card import Role
from fundusviewer.training.config.progress import Progress, counted
from fundusviewer.training.marking.labels.kinds import DISC, TITLES
from fundusviewer.training.marking.labels.marked import MarkedPhotograph
from fundusviewer.training.marking.labels.masks import read_mask

#: From which EXIF orientation on height and width change places.
_TURNED = 5
#: No kind of lesion covers so much of a photograph; a mask that does shows something else.
_MOST_COVERED = 0.6
#: Of the photograph's width: an optic disc is a seventh of the field of view.
_LARGEST_DISC = 0.6


def check_marks(photographs: Sequence[MarkedPhotograph], role: Role, progress: Progress) -> None:
    """Look at the marks of each photograph; photographs that cannot be read are left to the reader.

    Raises
    ------
    LabelsError
        If a point lies outside of its photograph, or a mask cannot be used; the message names file
        and line.
    """
    with progress.task("Checking marks", len(photographs)) as task:
        for one in counted(photographs, task):
            try:
                height, width = _size(one)
            except ImageReadError:
                continue
            try:
                if role == "landmarks":
                    _check_points(one, height, width)
                _check_masks(one, role, height, width)
            except LabelsError as error:
                raise LabelsError(f"{one.where}: {error}") from error


def _size(one: MarkedPhotograph) -> tuple[int, int]:
    header = identify(load(one.photo.path))
    turned = (header.orientation or 1) >= _TURNED
    return (header.width, header.height) if turned else (header.height, header.width)


def _check_points(one: MarkedPhotograph, height: int, width: int) -> None:
    scale = width / (one.width or width)
    wide, high = round(width / scale), round(height / scale)
    for name, point in (("disc", one.disc), ("fovea", one.fovea)):
        if point is not None and not (0 <= point[0] <= wide and 0 <= point[1] <= high):
            raise LabelsError(
                f"the {name} at {point[0]:g}, {point[1]:g} lies outside of the photograph, which "
                f"has {wide} × {high} pixels there; the column width says which width the pixels "
                "refer to"
            )
    if one.disc_diameter is not None and one.disc_diameter > _LARGEST_DISC * wide:
        raise LabelsError(
            f"disc_diameter {one.disc_diameter:g} is more than {_LARGEST_DISC:.0%} of the "
            f"photograph's width of {wide} pixels"
        )


def _check_masks(one: MarkedPhotograph, role: Role, height: int, width: int) -> None:
    for kind, cell in one.masks.items():
        if not cell or (role == "landmarks" and kind != DISC):
            continue
        share = float((read_mask(one.folder, cell, height, width) > 0).mean())
        if share > _MOST_COVERED:
            raise LabelsError(
                f"{cell}: covers {share:.0%} of the photograph as {TITLES[kind]}; a mask is black "
                "where nothing is"
            )
