"""What a person must say of an ONNX classifier so that it can be used: a short file in YAML.

Wrong lines are refused with their number. ``docs/exporting.md`` has the fields.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.pixel_arithmetic import PixelArithmetic, arithmetic_of
from fundusviewer.export.sources.preprocessing import CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterable

_LARGEST = 1_000_000
Three = tuple[float, float, float]


def _class_name(value: object) -> object:
    """Take numbers as names; YAML reads No, Yes, on and off as truth values."""
    if isinstance(value, bool):
        raise ValueError("YAML reads this word as true or false: write it in quotes")
    return str(value) if isinstance(value, int) else value


def _on_one_line(text: str) -> str:
    if any(unicodedata.category(sign)[0] == "C" for sign in text):
        raise ValueError("holds signs that cannot be printed")
    return text


ClassName = Annotated[
    str,
    BeforeValidator(_class_name),
    Field(min_length=1, max_length=200),
    AfterValidator(_on_one_line),
]
Side = Annotated[int, Field(ge=16, le=4096)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Pixels(_Part):
    """An arithmetic of one's own: (pixel / divide - mean) / deviation."""

    order: Literal["rgb", "bgr"] = "rgb"
    divide: Annotated[float, Field(gt=0, le=1e6)] = 1.0
    mean: Three = (0.0, 0.0, 0.0)
    deviation: Three = (1.0, 1.0, 1.0)

    @model_validator(mode="after")
    def _divisible(self) -> Pixels:
        if min(self.deviation) <= 0:
            raise ValueError("deviation must be above 0")
        return self

    def arithmetic(self) -> PixelArithmetic:
        """Return it with a name that says all of it."""
        name = (
            f"{self.order}: (pixel / {self.divide:g} - {_listed(self.mean)}) / "
            f"{_listed(self.deviation)}"
        )
        return PixelArithmetic(name, self.order == "bgr", self.divide, self.mean, self.deviation)


def _said(value: object) -> str:
    return "own" if isinstance(value, (dict, Pixels)) else "choice"


def _choice(value: object) -> object:
    if not isinstance(value, str) or value not in CHOICES:
        raise ValueError(
            f"{value!r} is none of {', '.join(CHOICES)}; or give order, divide, mean and deviation"
        )
    return value


Preparation = Annotated[
    Annotated[str, BeforeValidator(_choice), Tag("choice")] | Annotated[Pixels, Tag("own")],
    Discriminator(_said),
]


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"contains {name!r} twice")
    return names


class WrappingCard(_Part):
    """The fields of the file.

    Attributes
    ----------
    title, version, licence, limits
        Of the card that the model gets.
    classes
        In the order of the network's outputs.
    task
        ``diabetic_retinopathy`` where the classes are the five ICDR grades.
    preprocessing
        One of :data:`.preprocessing.CHOICES`, or an arithmetic of one's own.
    size
        Height and width in pixels, where the file leaves them open; one number for a square.
    layout
        Where it cannot be told from the file: whether the colours are the second or last dimension.
    output
        Name of the output with the scores, where there are several.
    scores
        Whether they are probabilities or the values before a softmax; looked at by default.
    heatmap, layer
        How it is made, and of which tensor; the last maps by default.
    crop, resize, interpolation
        See :class:`fundusviewer.imaging.InputSpec`.
    """

    title: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_on_one_line)]
    version: str = Field(default="1.0.0", pattern=r"^\d+\.\d+\.\d+$")
    licence: str = Field(default="not stated", min_length=1, max_length=10_000)
    limits: tuple[str, ...] = ()
    backbone: str = Field(default="ONNX network", min_length=1, max_length=200)
    classes: Annotated[
        tuple[ClassName, ...], Field(min_length=2, max_length=100_000), AfterValidator(_each_once)
    ]
    task: Literal["diabetic_retinopathy", "other"] | None = None
    preprocessing: Preparation
    size: Side | tuple[Side, Side] | None = None
    layout: Literal["NCHW", "NHWC"] | None = None
    output: str | None = None
    scores: Literal["probabilities", "logits"] | None = None
    heatmap: Literal["gradient", "occlusion"] | None = None
    layer: str | None = None
    crop: Literal["none", "field_of_view"] = "none"
    resize: Literal["stretch", "letterbox"] = "stretch"
    interpolation: Literal["area", "bilinear", "bicubic", "nearest"] = "area"

    @field_validator("layer")
    @classmethod
    def _of_gradient(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("heatmap") == "occlusion":
            raise ValueError("is for a heat map of the gradient")
        return value

    def pixels(self) -> PixelArithmetic:
        """Return what the pixels go through before the network."""
        if isinstance(self.preprocessing, str):
            return arithmetic_of(self.preprocessing)
        return self.preprocessing.arithmetic()

    def sides(self) -> tuple[int, int] | None:
        """Return height and width, if they are given."""
        return (self.size, self.size) if isinstance(self.size, int) else self.size


def read_wrapping_card(path: Path) -> WrappingCard:
    """Read the file.

    Raises
    ------
    ExportError
        If it cannot be read or used; the message names file, line and field.
    """
    import yaml

    text = _text(path)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        fields = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        raise ExportError(f"{path}: {where}is no YAML: {problem}") from error
    except RecursionError as error:
        raise ExportError(f"{path}: is nested too deeply: no such card") from error
    if not isinstance(fields, dict):
        raise ExportError(f"{path}: holds no fields; needed are title, classes and preprocessing")
    _refuse_repeated(path, root)
    try:
        return WrappingCard.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = _place(root, first["loc"])
        raise ExportError(f"{path}: {where}{_problem(first)}") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ExportError(f"{path}: is larger than {_LARGEST // 1_000_000} MB: no such card")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError(f"{path}: is not written in UTF-8") from error
    except OSError as error:
        raise ExportError(f"{path}: cannot be read: {error.strerror}") from error


def _refuse_repeated(path: Path, node: Any) -> None:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        place = f"{path}: line {key.start_mark.line + 1}: {key.value}"
        if not key.tag.endswith(":str"):
            raise ExportError(f"{place}: {_no_field(WrappingCard)}")
        if key.value in seen:
            raise ExportError(f"{place} is given a second time")
        seen.add(key.value)
        _refuse_repeated(path, value)


def _place(root: Any, steps: Iterable[str | int]) -> str:
    """Return line and field of where validation failed, as far as the file has it."""
    import yaml

    names: list[str] = []
    node, line = root, None
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            inner = next((pair for pair in node.value if pair[0].value == step), None)
            if inner is None:
                # A kind of value that pydantic tried, or a field that is missing.
                names += [] if names else [str(step)]
                continue
            line, node = inner[0].start_mark.line + 1, inner[1]
            names.append(str(step))
        elif isinstance(node, yaml.SequenceNode) and step in range(len(node.value)):
            node = node.value[int(step)]
            line = node.start_mark.line + 1
            names.append(str(int(step) + 1))
    place = f"line {line}: " if line is not None else ""
    return f"{place}{' '.join(names)}: " if names else place


#: What pydantic calls in Python's words.
_IN_WORDS = {
    "missing": "is missing",
    "string_type": "is no text; a number or a date is one in quotes",
    "tuple_type": "is no list: write [a, b], or a line with - for each",
    "too_short": "has {actual_length}; at least {min_length} are needed",
    "too_long": "has more than {max_length}",
}


def _problem(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return _no_field(Pixels if "own" in error["loc"] else WrappingCard)
    if error["type"] == "missing" and isinstance(error["loc"][-1], int):
        return "needs three numbers"
    if error["type"] in _IN_WORDS:
        return _IN_WORDS[error["type"]].format(**error.get("ctx", {}))
    return str(error["msg"]).removeprefix("Value error, ")


def _no_field(part: type[_Part]) -> str:
    return f"is no field; there are {', '.join(part.model_fields)}"


def _listed(values: Three) -> str:
    return f"[{', '.join(f'{value:g}' for value in values)}]"
