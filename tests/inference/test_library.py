"""The model library: order, names, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import ModelContractError, ModelNotFoundError
from fundusviewer.inference import Classifier, ModelLibrary, read_entry
from fundusviewer.resources import bundled_models_dir, system_models_dirs, user_models_dir
from tests.helpers.models import make_card, write_model
from tests.inference.test_onnx_file import external_model


def other_card(name: str, title: str) -> object:
    return make_card(
        name=name, title=title, task="other", class_names=("a", "b"), operating_points=()
    )


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    bundled, own = tmp_path / "bundled", tmp_path / "own"
    bundled.mkdir()
    own.mkdir()
    return bundled, own


def test_graders_first_then_by_title_refused_last(folders: tuple[Path, Path]) -> None:
    bundled, own = folders
    write_model(bundled / "1.onnx", other_card("nature", "Animals"))  # type: ignore[arg-type]
    write_model(bundled / "2.onnx", make_card(name="b", title="beta grader"))
    write_model(own / "3.onnx", make_card(name="a", title="Alpha grader"))
    (own / "0.onnx").write_text("no model")
    entries = ModelLibrary(folders).entries()
    assert [entry.path.name for entry in entries] == ["3.onnx", "2.onnx", "1.onnx", "0.onnx"]
    assert [entry.card is None for entry in entries] == [False, False, False, True]


def test_refused_files_say_why(folders: tuple[Path, Path]) -> None:
    bundled = folders[0]
    (bundled / "text.onnx").write_text("no model")
    write_model(bundled / "cardless.onnx", metadata={})
    write_model(bundled / "broken.onnx", metadata={"fundusviewer.card": "{}"})
    data = write_model(bundled / "half.onnx").read_bytes()
    (bundled / "half.onnx").write_bytes(data[: len(data) // 2])
    problems = {entry.path.name: entry.problem for entry in ModelLibrary(folders).entries()}
    assert set(problems) == {"text.onnx", "cardless.onnx", "broken.onnx", "half.onnx"}
    for name, problem in problems.items():
        assert problem is not None
        assert problem.startswith(name)
    assert "no FundusViewer card" in str(problems["cardless.onnx"])
    assert "card: name: Field required" in str(problems["broken.onnx"])
    for entry in ModelLibrary(folders).entries():
        with pytest.raises(ModelContractError, match=entry.path.name):
            entry.require_card()


@pytest.mark.parametrize("location", ["../weights.bin", "a/../../weights.bin", "/etc/hostname"])
def test_weights_outside_of_the_folder_are_refused(
    folders: tuple[Path, Path], location: str
) -> None:
    if location.startswith("/"):
        path = write_model(folders[0] / "m.onnx")
        path.write_bytes(path.read_bytes())
        import onnx
        from onnx import TensorProto

        model = onnx.load(path)
        tensor = model.graph.initializer[0]
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=location)
        path.write_bytes(model.SerializeToString())
    else:
        path = external_model(folders[0] / "m.onnx", location)
    assert "outside of its own folder" in str(read_entry(path).problem)
    with pytest.raises(ModelContractError, match="outside of its own folder"):
        Classifier(path, "cpu")


def test_weights_beside_the_file_are_fine(folders: tuple[Path, Path]) -> None:
    path = external_model(folders[0] / "m.onnx", "weights.bin")
    assert read_entry(path).problem is None
    assert Classifier(path, "cpu").card.name == "tiny-dr"
    (folders[0] / "weights.bin").unlink()
    with pytest.raises(ModelContractError, match=r"m\.onnx: weights outside of it: weights\.bin: "):
        Classifier(path, "cpu")


def test_find_by_name_and_by_file(folders: tuple[Path, Path]) -> None:
    path = write_model(folders[1] / "file-name.onnx", make_card(name="own-model"))
    library = ModelLibrary(folders)
    assert library.find("own-model").path == path
    assert library.find(path).path == path
    assert library.find(str(path)).require_card().name == "own-model"


def test_a_file_outside_of_the_folders_can_be_named(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    path = write_model(tmp_path / "elsewhere.ONNX")
    assert ModelLibrary(folders).find(path).require_card().name == "tiny-dr"


def test_unknown_names_list_what_there_is(folders: tuple[Path, Path]) -> None:
    write_model(folders[0] / "m.onnx")
    with pytest.raises(ModelNotFoundError, match=r"'nope' was not found; there are: tiny-dr"):
        ModelLibrary(folders).find("nope")
    with pytest.raises(ModelNotFoundError, match="no such model file"):
        ModelLibrary(folders).find("gone.onnx")


def test_an_empty_library(folders: tuple[Path, Path], tmp_path: Path) -> None:
    for library in (ModelLibrary(folders), ModelLibrary([tmp_path / "not there"])):
        assert library.entries() == ()
        with pytest.raises(ModelNotFoundError, match="there are: none"):
            library.find()


def test_of_two_models_with_one_name_the_bundled_one(folders: tuple[Path, Path]) -> None:
    bundled = write_model(folders[0] / "z.onnx", make_card(title="Z, bundled"))
    write_model(folders[1] / "a.onnx", make_card(title="A, put in later"))
    assert ModelLibrary(folders).find("tiny-dr").path == bundled


def test_by_default_the_bundled_grader(folders: tuple[Path, Path]) -> None:
    """A model that somebody put into the user's folder must not grade unasked."""
    write_model(folders[0] / "a.onnx", other_card("nature", "Animals"))  # type: ignore[arg-type]
    grader = write_model(folders[0] / "z.onnx", make_card(title="Z grader"))
    write_model(folders[1] / "a.onnx", make_card(name="own", title="A grader"))
    assert ModelLibrary(folders).find().path == grader


def test_a_refused_file_is_never_the_default(folders: tuple[Path, Path]) -> None:
    (folders[0] / "a.onnx").write_text("no model")
    own = write_model(folders[1] / "b.onnx")
    assert ModelLibrary(folders).find().path == own


def test_the_default_folders() -> None:
    assert ModelLibrary.default().directories == (
        bundled_models_dir(),
        *system_models_dirs(),
        user_models_dir(),
    )


def test_other_files_are_not_listed(folders: tuple[Path, Path]) -> None:
    (folders[0] / "README.md").write_text("models")
    (folders[0] / "folder.onnx").mkdir()
    entries = ModelLibrary(folders).entries()
    assert [entry.path.name for entry in entries] == ["folder.onnx"]
    assert "cannot be read" in str(entries[0].problem)


def test_models_of_the_administrator_come_after_the_bundled_ones(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled, clinic = folders[0], tmp_path / "clinic"
    clinic.mkdir()
    absent = tmp_path / "absent"
    where = "fundusviewer.inference.library"
    monkeypatch.setattr(f"{where}.bundled_models_dir", lambda: bundled)
    monkeypatch.setattr(f"{where}.system_models_dirs", lambda: (clinic, absent))
    write_model(bundled / "a.onnx", make_card(name="theirs", title="The bundled one"))
    write_model(clinic / "b.onnx", make_card(name="ours", title="A clinic's own"))
    user_models_dir().mkdir(parents=True)
    write_model(user_models_dir() / "c.onnx", make_card(name="ours", title="Mine"))
    library = ModelLibrary.default()
    assert library.find().require_card().name == "theirs"
    assert library.find("ours").path == clinic / "b.onnx", "the administrator's comes first"
    assert len(library.entries()) == 3
