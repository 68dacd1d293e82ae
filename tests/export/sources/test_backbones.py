"""The registry and the class names."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.backbones import backbone_inside, backbone_names, find_backbone
from fundusviewer.export.sources.class_names import imagenet_classes, read_classes


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("resnet", "resnet50"),
        ("ResNet50", "resnet50"),
        ("inception", "inceptionv3"),
        ("mobilenet_v2", "mobilenetv2"),
        ("MobileNet-V2", "mobilenetv2"),
        ("Inception V3", "inceptionv3"),
        ("efficientnet_b0", "efficientnetb0"),
    ],
)
def test_aliases(alias: str, name: str) -> None:
    assert find_backbone(alias).name == name


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ExportError, match=r"'alexnet' is no backbone; allowed are vgg16, vgg19"):
        find_backbone("alexnet")


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", ["vgg19", "squeezenet"])
def test_a_backbone_is_known_by_its_layers(name: str) -> None:
    pytest.importorskip("tensorflow", reason="needs the extra export")
    backbone = find_backbone(name)
    names = frozenset(layer.name for layer in backbone.build(include_top=False).layers)
    assert backbone_inside(names | {"dense"}) is backbone


@pytest.mark.tensorflow
def test_one_layer_of_that_name_is_not_enough() -> None:
    pytest.importorskip("tensorflow", reason="needs the extra export")
    assert backbone_inside(frozenset({"dense"})) is None
    assert backbone_inside(frozenset({"conv2d", "relu", "dense"})) is None


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", ["squeezenet", "mobilenetv2", "efficientnetb0"])
def test_the_explained_layer_makes_the_last_maps(name: str) -> None:
    pytest.importorskip("tensorflow", reason="needs the extra export")
    backbone = find_backbone(name)
    model = backbone.build(include_top=False, size=64)
    assert backbone.layer in {layer.name for layer in model.layers}


def test_imagenet_classes() -> None:
    names = imagenet_classes()
    assert (len(names), len(set(names))) == (1000, 1000)
    assert (names[0], names[207], names[504], names[999]) == (
        "tench",
        "golden retriever",
        "coffee mug",
        "toilet tissue",
    )
    assert (names[134], names[517]) == ("crane (bird)", "crane (machine)")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "no class name"), (b"a\nb\na\n", "'a' stands there twice"), (b"\xff\xfe\x00", "read")],
)
def test_unusable_class_names(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=message):
        read_classes(path)


def test_class_names_are_stripped(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text(" normal \n\nOD/OS – both\n", encoding="utf-8")
    assert read_classes(path) == ("normal", "OD/OS – both")


def test_the_page_of_exporting_names_every_backbone() -> None:
    page = (Path(__file__).parents[3] / "docs" / "exporting.md").read_text("utf-8")
    assert [name for name in backbone_names() if f"`{name}`" not in page] == []
