"""The registry of backbones: one line adds the next ``keras.applications`` network."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.keras_layers import learned_layers

if TYPE_CHECKING:
    from fundusviewer.export.sources.preprocessing import Preprocessing


@dataclass(frozen=True)
class Backbone:
    """A network that can be built by name.

    Attributes
    ----------
    name
        The name on the command line and in the card.
    title
        The name for people.
    builder
        ``module:function`` that makes the Keras model; called with ``include_top``, ``weights``
        and ``input_shape``.
    size
        Height and width of the input in pixels.
    preprocessing
        What its pixels go through inside the graph.
    layer
        The layer whose maps Grad-CAM explains: the last ones that still see the photograph.
    aliases
        Other names for it on the command line.
    """

    name: str
    title: str
    builder: str
    size: int
    preprocessing: Preprocessing
    layer: str
    aliases: tuple[str, ...] = ()

    def build(
        self, *, include_top: bool = True, weights: str | None = None, size: int | None = None
    ) -> Any:
        """Make the Keras model.

        Parameters
        ----------
        include_top
            With the 1000 ImageNet classes on top, or the convolutional part alone.
        weights
            ``"imagenet"`` for the Keras download, ``None`` for random weights.
        size
            Height and width of the input in pixels; ``None``: the backbone's own.

        Returns
        -------
        keras.Model
            Preprocessed float32 (N, size, size, 3) → softmax (N, 1000) or maps (N, h, w, C).
        """
        module, function = self.builder.split(":")
        make = getattr(importlib.import_module(module), function)
        side = size or self.size
        return make(include_top=include_top, weights=weights, input_shape=(side, side, 3))

    def begins_with(self, layer: Any) -> bool:
        """Whether a Keras layer can be the first of this backbone that has learned something."""
        kind, wanted = _first_learned(self)
        # The number of maps may differ: MobileNetV2 comes in several widths.
        is_kind = type(layer) is kind
        return is_kind and tuple(layer.weights[0].shape[:-1]) == wanted[:-1]


#: How the names begin that Keras gives by itself.
_NUMBERED = ("conv2d", "batch_normalization", "normalization")

_KERAS = "keras.applications"
_BACKBONES = (
    Backbone("vgg16", "VGG16", f"{_KERAS}:VGG16", 224, "caffe", "block5_conv3"),
    Backbone("vgg19", "VGG19", f"{_KERAS}:VGG19", 224, "caffe", "block5_conv4"),
    Backbone(
        "resnet50", "ResNet50", f"{_KERAS}:ResNet50", 224, "caffe", "conv5_block3_out", ("resnet",)
    ),
    Backbone(
        "inceptionv3", "Inception V3", f"{_KERAS}:InceptionV3", 299, "tf", "mixed10", ("inception",)
    ),
    Backbone("xception", "Xception", f"{_KERAS}:Xception", 299, "tf", "block14_sepconv2_act"),
    Backbone(
        "squeezenet",
        "SqueezeNet 1.1",
        "fundusviewer.export.sources.squeezenet:squeezenet",
        227,
        "caffe_squeezenet",
        "fire9_concat",
    ),
    Backbone("mobilenetv2", "MobileNetV2", f"{_KERAS}:MobileNetV2", 224, "tf", "out_relu"),
    Backbone("densenet121", "DenseNet121", f"{_KERAS}:DenseNet121", 224, "torch", "relu"),
    Backbone(
        "efficientnetb0",
        "EfficientNetB0",
        f"{_KERAS}:EfficientNetB0",
        224,
        "none",
        "top_activation",
    ),
    *(
        Backbone(
            f"efficientnetlite{number}",
            f"EfficientNet-Lite{number}",
            f"fundusviewer.export.sources.efficientnet_lite:efficientnet_lite{number}",
            size,
            "tf",
            "top_activation",
        )
        for number, size in enumerate((224, 240, 260))
    ),
    Backbone(
        "smallcnn",
        "Small CNN",
        "fundusviewer.export.sources.small_cnn:small_cnn",
        150,
        "1/255",
        "small_conv4",
    ),
)
_BY_NAME = {name: entry for entry in _BACKBONES for name in (entry.name, *entry.aliases)}

#: What Keras, timm and people put between the parts of a name.
_BETWEEN = re.compile(r"[-_. ]")


def backbone_names() -> tuple[str, ...]:
    """Return every name and alias that :func:`find_backbone` knows, in the registry's order."""
    return tuple(_BY_NAME)


def find_backbone(name: str) -> Backbone:
    """Return the backbone of that name or alias; ``MobileNet_V2`` is ``mobilenetv2``.

    Raises
    ------
    ExportError
        If there is none; the message lists the names.
    """
    found = backbone_of(name)
    if found is None:
        raise ExportError(f"{name!r} is no backbone; allowed are {', '.join(backbone_names())}")
    return found


def backbone_of(name: str) -> Backbone | None:
    """Return the backbone of that name or alias, if there is one; see :func:`find_backbone`."""
    return _BY_NAME.get(_BETWEEN.sub("", name.lower()))


def backbone_inside(layer_names: frozenset[str]) -> Backbone | None:
    """Return the backbone that a model with these layers was built on, if it is a known one.

    All layers of the backbone that Keras names by hand must be there; of VGG16 and VGG19, whose
    names VGG16 shares, the larger one is meant.
    """
    found = {
        entry: names
        for entry in _BACKBONES
        if entry.layer in layer_names and (names := _given_names(entry)) <= layer_names
    }
    return max(found, key=lambda entry: len(found[entry])) if found else None


# Making a backbone takes seconds, and what is asked of it here never changes.
@cache
def _first_learned(backbone: Backbone) -> tuple[Any, tuple[int, ...]]:
    """Return the kind of a backbone's first layer with weights, and the shape of these."""
    first = learned_layers(backbone.build(include_top=False))[0]
    return type(first), tuple(first.weights[0].shape)


@cache
def _given_names(backbone: Backbone) -> frozenset[str]:
    """Return the layer names of a backbone without those that Keras numbers by itself."""
    layers = backbone.build(include_top=False).layers
    return frozenset(
        layer.name for layer in layers if not layer.name.startswith(_NUMBERED) and layer.weights
    ) | {backbone.layer}
