from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import OutputError, TrainingError
from fundusviewer.training.learning.checkpoint import Checkpoint, load, save

ARRAYS = {
    "weights": [np.arange(6.0).reshape(2, 3), np.array(3.0)],
    "state": [np.arange(12)],
}


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "last.npz"
    save(path, Checkpoint(ARRAYS, {"done": 7, "losses": [0.5]}))
    stored = load(path)
    assert stored is not None
    assert stored.numbers == {"done": 7, "losses": [0.5]}
    assert [array.shape for array in stored.arrays["weights"]] == [(2, 3), ()]
    assert (stored.arrays["state"][0] == np.arange(12)).all()


def test_more_than_ten_arrays_keep_their_order(tmp_path: Path) -> None:
    arrays = [np.array(value) for value in range(25)]
    save(tmp_path / "a.npz", Checkpoint({"a": arrays}, {}))
    stored = load(tmp_path / "a.npz")
    assert stored is not None
    assert [float(value) for value in stored.arrays["a"]] == list(range(25))


def test_nothing_there(tmp_path: Path) -> None:
    assert load(tmp_path / "last.npz") is None


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_a_damaged_file_is_a_sentence(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "last.npz"
    save(path, Checkpoint(ARRAYS, {}))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(TrainingError, match=r"is damaged .*; delete it to start this stage again"):
        load(path)


def test_a_full_disk_keeps_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "last.npz"
    save(path, Checkpoint(ARRAYS, {"done": 1}))

    def full(stream: object, **arrays: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OutputError, match="No space left on device"):
        save(path, Checkpoint(ARRAYS, {"done": 2}))
    stored = load(path)
    assert stored is not None
    assert stored.numbers == {"done": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["last.npz"]
