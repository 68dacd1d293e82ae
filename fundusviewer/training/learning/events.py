"""What TensorBoard shows of a training: one event an epoch (TensorFlow)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from fundusviewer.closing import Closing
from fundusviewer.errors import TrainingError

if TYPE_CHECKING:
    from fundusviewer.training.learning.finetune import Epoch


def require_tensorboard() -> None:
    """Refuse to start where TensorBoard is not installed.

    Raises
    ------
    TrainingError
        If it is not; the message names the command that installs it.
    """
    if find_spec("tensorboard") is None:
        raise TrainingError(
            "--tensorboard needs tensorboard; install it with pip install tensorboard"
        )


class EventWriter(Closing):
    """Writes the epochs into a folder of events; does nothing without one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._writer: Any = None

    def __enter__(self) -> Self:
        if self._folder is not None:
            import tensorflow as tf

            try:
                self._writer = tf.summary.create_file_writer(str(self._folder))
            except tf.errors.OpError as error:
                raise TrainingError(
                    f"{self._folder}: cannot be written ({error.message})"
                ) from error
        return self

    def close(self) -> None:
        """End the file of events."""
        if self._writer is not None:
            self._writer.close()

    def write(self, epoch: Epoch) -> None:
        """Write the figures of one epoch."""
        if self._writer is None:
            return
        import tensorflow as tf

        figures = {
            "loss/training": epoch.training_loss,
            "loss/validation": epoch.validation_loss,
            "score/validation": epoch.validation_score,
        }
        with self._writer.as_default(step=epoch.number):
            for name, value in figures.items():
                if value is not None:
                    tf.summary.scalar(name, value)
        self._writer.flush()
