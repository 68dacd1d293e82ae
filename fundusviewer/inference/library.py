"""The models at hand: those of the program, of the machine's administrator and of the user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import ModelContractError, ModelNotFoundError
from fundusviewer.inference.card import ModelCard
from fundusviewer.inference.marking_card import MarkingCard, Role
from fundusviewer.inference.model_file import card_of, marking_card_of, role_of
from fundusviewer.inference.onnx_file import OnnxMetadata, read_metadata
from fundusviewer.resources import bundled_models_dir, system_models_dirs, user_models_dir


@dataclass(frozen=True)
class ModelEntry:
    """One model file of the library.

    Attributes
    ----------
    path
        The file.
    card
        Its card; ``None`` where the file is refused.
    problem
        Why it is refused, one sentence; ``None`` where it is not.
    """

    path: Path
    card: ModelCard | None
    problem: str | None = None

    def require_card(self) -> ModelCard:
        """Return the card, or raise :class:`ModelContractError` with the problem."""
        if self.card is None:
            raise ModelContractError(self.problem or f"{self.path.name}: has no card")
        return self.card


@dataclass(frozen=True)
class MarkerEntry:
    """One file of the library that marks places beside a model that grades.

    Attributes
    ----------
    path
        The file.
    role
        What its card names as its role.
    """

    path: Path
    role: str

    def read_card(self) -> MarkingCard:
        """Return its card; raises :class:`ModelContractError` where it has no valid one."""
        return marking_card_of(self.path, read_metadata(self.path))


def read_entry(path: Path) -> ModelEntry:
    """Read one model file's card; a refused file becomes an entry with its problem."""
    try:
        metadata = read_metadata(path)
    except ModelContractError as error:
        return ModelEntry(path, None, str(error))
    return _entry_of(path, metadata)


def _entry_of(path: Path, metadata: OnnxMetadata) -> ModelEntry:
    try:
        return ModelEntry(path, card_of(path, metadata))
    except ModelContractError as error:
        return ModelEntry(path, None, str(error))


def read_role(path: Path) -> str | None:
    """Return what a file marks; ``None`` for a model that grades, and what cannot be read."""
    found = _read(path)
    return found.role if isinstance(found, MarkerEntry) else None


def _read(path: Path) -> ModelEntry | MarkerEntry:
    """Read a file once and return what it is; what cannot be read is listed with its problem."""
    try:
        metadata = read_metadata(path)
    except ModelContractError as error:
        return ModelEntry(path, None, str(error))
    role = role_of(metadata)
    return _entry_of(path, metadata) if role is None else MarkerEntry(path, role)


class ModelLibrary:
    """All ``.onnx`` files of some folders; the first of two models with one name wins."""

    def __init__(self, directories: Sequence[Path], chosen: Sequence[MarkerEntry] = ()) -> None:
        self.directories = tuple(directories)
        self._chosen = tuple(chosen)

    @classmethod
    def default(cls) -> ModelLibrary:
        """Return the library of the bundled folder, those for all users and the user's own."""
        return cls((bundled_models_dir(), *system_models_dirs(), user_models_dir()))

    def with_markers(self, files: Sequence[Path]) -> ModelLibrary:
        """Return the same library in which these files mark places before all others.

        Raises
        ------
        ModelNotFoundError
            If there is no such file.
        ModelContractError
            If one does not mark places, or two have the same role.
        """
        chosen: dict[str, MarkerEntry] = {}
        for file in files:
            if not file.exists():
                raise ModelNotFoundError(f"{file}: there is no such model file")
            entry = _read(file)
            if not isinstance(entry, MarkerEntry):
                raise ModelContractError(
                    f"{file}: {entry.problem or 'does not mark places: its card names no role'}"
                )
            if entry.role in chosen:
                raise ModelContractError(
                    f"{file}: marks {entry.role}, as {chosen[entry.role].path} does; one file for "
                    "each role is allowed"
                )
            chosen[entry.role] = entry
        return ModelLibrary(self.directories, tuple(chosen.values()))

    def entries(self) -> tuple[ModelEntry, ...]:
        """Return all models, those that grade first, then by title; refused files last."""
        return tuple(sorted(self._in_folder_order(), key=_rank))

    def find(self, name_or_path: str | Path | None = None) -> ModelEntry:
        """Return the model of that name or file; for ``None`` the first one that grades.

        The folders come in their order, so that an added model never takes the place of a
        bundled one unasked.

        Raises
        ------
        ModelNotFoundError
            If no model has that name and no file has that path.
        """
        if name_or_path is not None and Path(name_or_path).suffix.lower() == ".onnx":
            path = Path(name_or_path)
            # A folder, a pipe or a device is there; whoever reads it says what it is.
            if not path.exists():
                raise ModelNotFoundError(f"{path}: there is no such model file")
            return read_entry(path)
        usable = [entry for entry in self._in_folder_order() if entry.card is not None]
        if name_or_path is None:
            usable.sort(key=lambda entry: not entry.require_card().grades)
        for entry in usable:
            if name_or_path is None or entry.require_card().name == str(name_or_path):
                return entry
        names = ", ".join(entry.require_card().name for entry in usable) or "none"
        wanted = "a model" if name_or_path is None else f"model {str(name_or_path)!r}"
        raise ModelNotFoundError(f"{wanted} was not found; there are: {names}")

    def markers(self) -> tuple[MarkerEntry, ...]:
        """Return the files that mark places: those that were chosen, then in the folders' order."""
        found = (entry for entry in self._files() if isinstance(entry, MarkerEntry))
        return (*self._chosen, *found)

    def find_marker(self, role: Role) -> Path | None:
        """Return the first file of that role; ``None`` where there is none."""
        return next((entry.path for entry in self.markers() if entry.role == role), None)

    def _in_folder_order(self) -> list[ModelEntry]:
        return [entry for entry in self._files() if isinstance(entry, ModelEntry)]

    def _files(self) -> Iterator[ModelEntry | MarkerEntry]:
        paths = (path for folder in self.directories for path in sorted(folder.glob("*.onnx")))
        return map(_read, paths)


def _rank(entry: ModelEntry) -> tuple[bool, bool, str]:
    if entry.card is None:
        return (True, True, entry.path.name)
    return (False, not entry.card.grades, entry.card.title.casefold())
