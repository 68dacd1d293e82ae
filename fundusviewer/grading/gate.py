"""The gate before every grade: is this a fundus photograph, and can it be graded?"""

from dataclasses import dataclass

from fundusviewer.grading.measures import ImageMeasures


@dataclass(frozen=True)
class GateReason:
    text: str


@dataclass(frozen=True)
class GateVerdict:
    is_fundus: bool
    is_gradable: bool
    reasons: tuple[GateReason, ...] = ()


def check(m: ImageMeasures) -> GateVerdict:
    return GateVerdict(True, True)
