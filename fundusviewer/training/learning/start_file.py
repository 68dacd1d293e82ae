"""A Keras file of somebody's own as the start of a training: its maps, and its last layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import DenseHead
    from fundusviewer.export.sources.preprocessing import Preprocessing

#: Between the maps and the last layer nothing else may have learned.
_WITHOUT_WEIGHTS = ("GlobalAveragePooling2D", "Dropout", "Activation", "Softmax")


@dataclass(frozen=True, eq=False)
class StartFile:
    """What a Keras file gives in the place of a backbone.

    Attributes
    ----------
    name
        For the card: that of the backbone inside, or ``custom``.
    title
        The file's name.
    preprocessing
        What its pixels go through before it.
    layer
        The layer whose maps are explained.
    size
        Height and width of its input in pixels.
    maps
        ``keras.Model``: prepared pixels (N, H, W, 3) to maps (N, h, w, K).
    head
        Its last layer, where that stands on the pooled maps; ``None`` otherwise.
    """

    name: str
    title: str
    preprocessing: Preprocessing
    layer: str
    size: int
    maps: Any
    head: DenseHead | None

    def build(
        self, *, include_top: bool = False, weights: str | None = None, size: int | None = None
    ) -> Any:
        """Return a copy of the maps' network with the file's weights.

        Raises
        ------
        ExportError
            If it is to take pictures of another size.
        """
        import keras

        del include_top, weights
        if size not in (None, self.size):
            raise ExportError(
                f"{self.title}: takes pictures of {self.size} pixels, not {size}; leave "
                "--image-size out"
            )
        copy = keras.models.clone_model(self.maps)
        copy.set_weights(self.maps.get_weights())
        return copy


def read_start(path: Path) -> StartFile:
    """Read a Keras file as a start.

    Raises
    ------
    ExportError
        If it cannot be loaded safely, takes no square pictures, its maps stand too deep inside
        other models, or a layer has the name of one that is put on them.
    """
    import keras

    from fundusviewer.export.sources.classifier_spec import POOLED, SCORES
    from fundusviewer.export.sources.keras_layers import all_layers
    from fundusviewer.export.sources.user_models import load_user_model

    model = load_user_model(path)
    height, width = model.input_size
    if height != width:
        raise ExportError(
            f"{path.name}: takes pictures of {width} × {height}; a training starts from square ones"
        )
    names = [layer.name for layer in model.network.layers]
    holder = model.layer
    if holder in names:
        maps = keras.Model(model.network.inputs[0], model.network.get_layer(holder).output)
    else:
        inner = _holder(path, model.network, model.layer)
        holder, maps = inner.name, _through(model.network, inner, model.layer)
    taken = {POOLED, SCORES} & {layer.name for layer in all_layers(maps)}
    if taken:
        raise ExportError(
            f"{path.name}: a layer below its maps is called {min(taken)!r}, as one that train puts "
            "on them; give it another name and save the file again"
        )
    head = _head(model.network, holder)
    return StartFile(
        model.backbone, path.name, model.preprocessing, model.layer, height, maps, head
    )


def _holder(path: Path, network: Any, layer: str) -> Any:
    """Return the model inside the model that has the layer, as tutorials call a backbone."""
    for inner in network.layers:
        if hasattr(inner, "layers") and layer in [entry.name for entry in inner.layers]:
            return inner
    raise ExportError(
        f"{path.name}: the maps of {layer!r} stand in a model inside a model inside the model; "
        "build it from the inner model's layers (base.output) and save it again"
    )


def _through(network: Any, inner: Any, layer: str) -> Any:
    """Return a model from the network's input to a layer of a model inside it, without nesting."""
    import keras

    wanted = keras.Model(inner.inputs[0], inner.get_layer(layer).output)
    found = []

    def call(entry: Any, *tensors: Any, **options: Any) -> Any:
        if entry.name == inner.name:
            found.append(wanted.call(tensors[0], training=options.get("training")))
        return entry(*tensors, **options)

    # A Sequential is a Functional inside.
    whole = keras.Model(network.inputs[0], network.outputs[0])
    copy = keras.models.clone_model(whole, call_function=call)
    for entry in copy.layers:
        entry.set_weights(whole.get_layer(entry.name).get_weights())
    return keras.Model(copy.inputs[0], found[0])


def _head(network: Any, layer: str) -> DenseHead | None:
    """Return the last Dense layer where nothing but pooling stands between it and the maps."""
    from fundusviewer.export.sources.classifier_spec import DenseHead

    names = [entry.name for entry in network.layers]
    after = network.layers[names.index(layer) + 1 :] if layer in names else []
    dense = [entry for entry in after if type(entry).__name__ == "Dense"]
    others = {type(entry).__name__ for entry in after if entry not in dense}
    if (
        len(dense) != 1
        or not others <= set(_WITHOUT_WEIGHTS)
        or "GlobalAveragePooling2D" not in others
    ):
        return None
    values = dense[0].get_weights()
    return (
        DenseHead(*(np.asarray(value, np.float32) for value in values))
        if len(values) == 2
        else None
    )
