"""What ``classify`` says beside the grade: optic disc, fovea, which eye, lesions."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fundusviewer.anatomy import LESION_KINDS
from fundusviewer.cli.pieces.networks import add_marks_argument
from fundusviewer.errors import FundusViewerError
from fundusviewer.inference import Marker, ModelLibrary, open_lesion_marker
from fundusviewer.overlay import write_map
from fundusviewer.screening import Finding
from fundusviewer.screening.examination.finding import MarkedLesions
from fundusviewer.screening.examination.lesions import LesionAnswer, mark_lesions

_KIND_WORDS = {
    "MA": ("microaneurysm", "microaneurysms"),
    "HE": ("haemorrhage", "haemorrhages"),
    "EX": ("hard exudate", "hard exudates"),
    "SE": ("cotton-wool spot", "cotton-wool spots"),
}
_CENTRES = {"macula": "macula", "disc": "optic disc"}
_EYES = {"OD": "right eye", "OS": "left eye"}


def add_lesion_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what asks for lesions."""
    parser.add_argument(
        "--lesions",
        action="store_true",
        help="mark lesions with a second network and count them; takes longer",
    )
    parser.add_argument(
        "--lesion-maps",
        type=Path,
        metavar="FOLDER",
        help="write where lesions are: for each photograph NAME_MA.png, _HE, _EX and _SE, at the "
        "size of the photograph, probability times 255",
    )
    add_marks_argument(parser)


@dataclass(frozen=True, eq=False)
class LesionMarking:
    """Marks the lesions on one photograph after the other.

    Attributes
    ----------
    marker
        The model.
    targets
        How the files of each photograph's maps begin; empty where none are wanted.
    """

    marker: Marker
    targets: dict[Path, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, library: ModelLibrary, provider: Any, targets: dict[Path, Path]) -> LesionMarking:
        """Open the library's model that marks lesions.

        Raises
        ------
        ModelNotFoundError
            If there is none.
        """
        return cls(open_lesion_marker(library, provider), targets)

    def mark(self, finding: Finding) -> tuple[Finding, bool]:
        """Mark one photograph and write its maps.

        Returns
        -------
        Finding, bool
            With its lesions, and whether all that is wanted was done.
        """
        try:
            answer = mark_lesions(finding, self.marker)
            if answer is None:
                print(
                    f"fundusviewer: {finding.path}: no lesions are marked: it is not known to be a "
                    "fundus photograph",
                    file=sys.stderr,
                )
                return finding, True
            self._write(finding.path, answer)
        except FundusViewerError as error:
            print(f"fundusviewer: {finding.path}: {error}", file=sys.stderr)
            return finding, False
        if answer.lesions is None:
            return finding, True
        return replace(
            finding, lesions=MarkedLesions.of(answer.lesions, self.marker, finding)
        ), True

    def _write(self, photograph: Path, answer: LesionAnswer) -> None:
        begin = self.targets.get(photograph)
        if begin is None:
            return
        for kind in LESION_KINDS:
            write_map(begin.with_name(f"{begin.name}_{kind}.png"), answer.map_of(kind))


def anatomy_lines(finding: Finding) -> list[str]:
    """Return the lines of text about disc, fovea and eye."""
    landmarks = finding.landmarks
    if landmarks is None:
        return []
    disc, fovea = landmarks.disc, landmarks.fovea
    parts = [
        "optic disc not found"
        if disc is None
        else f"optic disc at {disc.x:.0f}, {disc.y:.0f}, diameter {disc.diameter:.0f}",
        "fovea not found" if fovea is None else f"fovea at {fovea.x:.0f}, {fovea.y:.0f}",
    ]
    if finding.centre is not None:
        parts.append(f"centred on the {_CENTRES[finding.centre]}")
    eye = finding.eye.picture
    if eye is not None:
        parts.append(f"the picture shows a {_EYES[eye.value]}")
    return [f"  Landmarks: {'; '.join(parts)}"]


def lesion_lines(finding: Finding) -> list[str]:
    """Return the lines of text about lesions."""
    if finding.lesions is None:
        return ["  Lesions: not assessed"]
    lesions, joint = finding.lesions.lesions, finding.lesions.joint
    counts = [
        f"{marks.count} {_KIND_WORDS[kind][marks.count != 1]}"
        for kind, marks in lesions.kinds.items()
    ]
    lines = [f"  Lesions marked by a second network: {', '.join(counts)}"]
    if joint is not None:
        share = f"{joint.probability:.2%}"
        lines.append(f"  Macular oedema with them: risk {joint.risk} (risk 2: {share})")
    return lines
