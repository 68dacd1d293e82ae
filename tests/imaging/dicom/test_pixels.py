"""Every way to store pixels gives the photograph that was stored."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import jpeg_ls
import numpy as np
import pytest
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.pixels.encoders.base import RLELosslessEncoder

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import read_image
from tests.helpers.dicom import (
    as_jpeg,
    compressed,
    jpeg_of,
    ophthalmic,
    secondary_capture,
    wide_field,
    written,
)
from tests.imaging.dicom.pictures import HEIGHT, WIDTH, away, drawn


def read(folder: Path, dataset: Dataset) -> np.ndarray:
    return read_image(written(folder / "p.dcm", dataset)).pixels


def photographic(pixels: np.ndarray, **changes: Any) -> Dataset:
    return secondary_capture(pixels, SOPClassUID=uid.VLPhotographicImageStorage, **changes)


def ybr(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[:, :, [0, 2, 1]]


@pytest.mark.parametrize("make", [ophthalmic, wide_field, secondary_capture, photographic])
@pytest.mark.parametrize(
    "syntax", [uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian, uid.ExplicitVRBigEndian]
)
def test_kinds_of_objects_uncompressed(
    tmp_path: Path, make: Callable[..., Dataset], syntax: uid.UID
) -> None:
    dataset = make(drawn())
    dataset.file_meta.TransferSyntaxUID = syntax
    path = tmp_path / "p.dcm"
    dataset.save_as(
        path,
        implicit_vr=syntax.is_implicit_VR,
        little_endian=syntax.is_little_endian,
        enforce_file_format=True,
    )
    image = read_image(path)
    np.testing.assert_array_equal(image.pixels, drawn())
    assert (image.source.file_type, image.source.bits) == ("DICOM", 8)


@pytest.mark.parametrize("words", ["OB", "OW"])
def test_big_endian_words_and_bytes(tmp_path: Path, words: str) -> None:
    dataset = ophthalmic(drawn())
    dataset["PixelData"].VR = words
    if words == "OW":
        dataset.PixelData = np.frombuffer(dataset.PixelData, "<u2").byteswap().tobytes()
        dataset["PixelData"].VR = "OW"
    dataset.file_meta.TransferSyntaxUID = uid.ExplicitVRBigEndian
    path = tmp_path / "p.dcm"
    dataset.save_as(path, implicit_vr=False, little_endian=False, enforce_file_format=True)
    np.testing.assert_array_equal(read_image(path).pixels, drawn())


@pytest.mark.parametrize("bits", [8, 16])
def test_planes_one_after_the_other(tmp_path: Path, bits: int) -> None:
    pixels = drawn() if bits == 8 else drawn().astype(np.uint16) * 257
    planes = np.ascontiguousarray(np.moveaxis(pixels, 2, 0)).tobytes()
    dataset = ophthalmic(pixels, PlanarConfiguration=1, PixelData=planes)
    np.testing.assert_array_equal(read(tmp_path, dataset), drawn())


def test_ybr_full(tmp_path: Path) -> None:
    dataset = ophthalmic(ybr(drawn()), PhotometricInterpretation="YBR_FULL")
    assert away(read(tmp_path, dataset), drawn()) < 1


def test_ybr_full_422_uncompressed(tmp_path: Path) -> None:
    full = ybr(drawn()).astype(int)
    pairs = np.empty((HEIGHT, WIDTH // 2, 4), np.uint8)
    pairs[:, :, :2] = full[:, :, 0].reshape(HEIGHT, -1, 2)
    pairs[:, :, 2:] = full[:, ::2, 1:]
    dataset = secondary_capture(
        drawn(), PhotometricInterpretation="YBR_FULL_422", PixelData=pairs.tobytes()
    )
    assert away(read(tmp_path, dataset), drawn()) < 3


def test_monochrome_1_and_2(tmp_path: Path) -> None:
    grey = drawn()[:, :, 1]
    expected = np.dstack([grey] * 3)
    np.testing.assert_array_equal(read(tmp_path, ophthalmic(grey)), expected)
    inverted = ophthalmic(
        255 - grey, PhotometricInterpretation="MONOCHROME1", PresentationLUTShape="INVERSE"
    )
    np.testing.assert_array_equal(read(tmp_path, inverted), expected)


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("channels", [1, 3])
def test_the_bits_in_use_become_eight(tmp_path: Path, bits: int, channels: int) -> None:
    full = 2**bits - 1
    values = (drawn().astype(np.float64) / 255 * full).astype(np.uint16)
    values = values if channels == 3 else values[:, :, 1]
    dataset = ophthalmic(values, BitsStored=bits, HighBit=bits - 1)
    expected = drawn() if channels == 3 else np.dstack([drawn()[:, :, 1]] * 3)
    assert np.abs(read(tmp_path, dataset).astype(int) - expected).max() <= 1


def test_unused_low_bits_are_shifted_out(tmp_path: Path) -> None:
    values = (drawn()[:, :, 1].astype(np.uint16) * 16) << 4
    dataset = ophthalmic(values, BitsStored=12, HighBit=15)
    assert away(read(tmp_path, dataset), np.dstack([drawn()[:, :, 1]] * 3)) < 1.5


def test_values_beyond_the_bits_in_use_are_refused(tmp_path: Path) -> None:
    dataset = ophthalmic(np.full((9, 9), 4096, np.uint16), BitsStored=12, HighBit=11)
    with pytest.raises(ImageReadError, match=r"p\.dcm: contradicts itself: .*4096.*12 bits"):
        read(tmp_path, dataset)


def test_the_window_is_applied(tmp_path: Path) -> None:
    values = np.array([[0, 1000, 1500, 2000, 4000]], np.uint16).repeat(4, 0)
    dataset = ophthalmic(values, WindowCenter="1500", WindowWidth="1000")
    grey = read(tmp_path, dataset)[0, :, 0]
    assert grey[0] == grey[1] == 0
    assert grey[2] == pytest.approx(128, abs=1)
    assert grey[3] == pytest.approx(255, abs=1)
    assert grey[4] == 255


def test_rescaling_comes_before_the_window(tmp_path: Path) -> None:
    values = np.array([[0, 100, 200]], np.uint16).repeat(4, 0)
    dataset = ophthalmic(
        values, RescaleSlope="10", RescaleIntercept="-500", WindowCenter="500", WindowWidth="2000"
    )
    grey = read(tmp_path, dataset)[0, :, 0].astype(int)
    assert grey.tolist() == [0, pytest.approx(128, abs=1), 255]


def test_a_table_of_values_of_interest_is_applied(tmp_path: Path) -> None:
    table = Dataset()
    table.LUTDescriptor = [256, 0, 8]
    table.LUTData = bytes(255 - value for value in range(256))
    table["LUTData"].VR = "OW"
    table.LUTData = np.arange(255, -1, -1).astype("<u2").tobytes()
    grey = drawn()[:, :, 1]
    pixels = read(tmp_path, ophthalmic(grey, VOILUTSequence=[table]))
    np.testing.assert_array_equal(pixels[:, :, 0], 255 - grey)


def test_values_below_zero(tmp_path: Path) -> None:
    values = np.array([[-32768, 0, 32767]], np.int16).repeat(4, 0)
    dataset = secondary_capture(values.view(np.uint16), PixelRepresentation=1)
    grey = read(tmp_path, dataset)[0, :, 0].astype(int)
    assert grey.tolist() == [0, pytest.approx(128, abs=1), 255]


def test_palette(tmp_path: Path) -> None:
    picture = Image.fromarray(drawn()).quantize(256)
    palette = np.array(picture.getpalette(), np.uint8).reshape(-1, 3)
    tables: dict[str, Any] = {"PhotometricInterpretation": "PALETTE COLOR"}
    for number, colour in enumerate(("Red", "Green", "Blue")):
        tables[f"{colour}PaletteColorLookupTableDescriptor"] = [len(palette), 0, 8]
        tables[f"{colour}PaletteColorLookupTableData"] = palette[:, number].tobytes()
    dataset = secondary_capture(np.asarray(picture), **tables)
    np.testing.assert_array_equal(read(tmp_path, dataset), np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("make", [ophthalmic, wide_field, secondary_capture, photographic])
def test_jpeg_as_cameras_write_it(tmp_path: Path, make: Callable[..., Dataset]) -> None:
    assert away(read(tmp_path, as_jpeg(drawn(), make)), drawn()) < 3


def test_jpeg_without_a_word_about_its_colours(tmp_path: Path) -> None:
    """Then the object says whether they are RGB or YCbCr."""
    # As many pixels of each channel: with fewer of some they could only be YCbCr.
    options = [cv2.IMWRITE_JPEG_QUALITY, 97, cv2.IMWRITE_JPEG_SAMPLING_FACTOR]
    options.append(cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
    done, data = cv2.imencode(".jpg", ybr(drawn())[:, :, [0, 1, 2]], options)
    assert done
    code = data.tobytes()
    start = code.index(b"\xff\xe0")
    length = int.from_bytes(code[start + 2 : start + 4], "big")
    unmarked = code[:start] + code[start + 2 + length :]
    # Seen as YCbCr, these bytes are some picture; seen as RGB, what the encoder made of it.
    as_rgb = compressed(ophthalmic(drawn()), [unmarked], uid.JPEGBaseline8Bit)
    as_ybr = compressed(
        ophthalmic(drawn()), [unmarked], uid.JPEGBaseline8Bit, PhotometricInterpretation="YBR_FULL"
    )
    usual = cv2.imdecode(np.frombuffer(code, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert usual is not None
    assert away(read(tmp_path, as_ybr), usual) < 1
    raw = read(tmp_path, as_rgb)
    assert away(raw, cv2.cvtColor(usual, cv2.COLOR_RGB2YCrCb)[:, :, [0, 2, 1]]) < 1.5


def test_the_orientation_in_a_jpeg_is_not_applied(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 3
    code = jpeg_of(drawn(), subsampling=0, exif=exif)
    dataset = compressed(
        ophthalmic(drawn()), [code], uid.JPEGBaseline8Bit, PhotometricInterpretation="YBR_FULL"
    )
    assert away(read(tmp_path, dataset), drawn()) < 3


def test_grey_jpeg(tmp_path: Path) -> None:
    grey = drawn()[:, :, 1]
    dataset = compressed(ophthalmic(grey), [jpeg_of(grey)], uid.JPEGBaseline8Bit)
    assert away(read(tmp_path, dataset), np.dstack([grey] * 3)) < 2


def jpeg_2000_of(pixels: np.ndarray, **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG2000", no_jp2=True, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("photometric", ["YBR_RCT", "RGB"])
def test_lossless_jpeg_2000(tmp_path: Path, photometric: str) -> None:
    code = jpeg_2000_of(drawn(), mct=int(photometric == "YBR_RCT"))
    dataset = compressed(
        ophthalmic(drawn()), [code], uid.JPEG2000Lossless, PhotometricInterpretation=photometric
    )
    np.testing.assert_array_equal(read(tmp_path, dataset), drawn())


def test_lossy_jpeg_2000(tmp_path: Path) -> None:
    code = jpeg_2000_of(drawn(), irreversible=True, quality_mode="dB", quality_layers=[45])
    dataset = compressed(
        ophthalmic(drawn()), [code], uid.JPEG2000, PhotometricInterpretation="YBR_ICT"
    )
    assert away(read(tmp_path, dataset), drawn()) < 2


@pytest.mark.parametrize("channels", [1, 3])
def test_jpeg_2000_with_16_bits(tmp_path: Path, channels: int) -> None:
    pixels = drawn().astype(np.uint16) * 257
    pixels = pixels if channels == 3 else pixels[:, :, 1].copy()
    done, data = cv2.imencode(
        ".jp2",
        pixels[:, :, ::-1] if channels == 3 else pixels,
        [cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, 1000],
    )
    assert done
    box = data.tobytes()
    code = box[box.index(b"\xff\x4f\xff\x51") :]
    photometric = "YBR_RCT" if channels == 3 else "MONOCHROME2"
    dataset = compressed(
        ophthalmic(pixels), [code], uid.JPEG2000Lossless, PhotometricInterpretation=photometric
    )
    expected = drawn() if channels == 3 else np.dstack([drawn()[:, :, 1]] * 3)
    assert away(read(tmp_path, dataset), expected) <= 1


@pytest.mark.parametrize("interleave", [0, 2])
def test_jpeg_ls(tmp_path: Path, interleave: int) -> None:
    pixels = drawn() if interleave else np.ascontiguousarray(np.moveaxis(drawn(), 2, 0))
    code = bytes(jpeg_ls.encode_array(pixels, interleave_mode=interleave))
    dataset = compressed(ophthalmic(drawn()), [code], uid.JPEGLSLossless)
    np.testing.assert_array_equal(read(tmp_path, dataset), drawn())


def test_jpeg_ls_without_its_decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = bytes(jpeg_ls.encode_array(drawn(), interleave_mode=2))
    dataset = compressed(ophthalmic(drawn()), [code], uid.JPEGLSLossless)
    monkeypatch.setitem(sys.modules, "jpeg_ls", None)
    with pytest.raises(ImageReadError, match="the package pyjpegls is missing here"):
        read(tmp_path, dataset)


def test_grey_jpeg_ls_with_12_bits(tmp_path: Path) -> None:
    values = drawn()[:, :, 1].astype(np.uint16) * 16
    code = bytes(jpeg_ls.encode_array(values))
    dataset = compressed(ophthalmic(values, BitsStored=12, HighBit=11), [code], uid.JPEGLSLossless)
    assert away(read(tmp_path, dataset), np.dstack([drawn()[:, :, 1]] * 3)) < 1


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("channels", [1, 3])
def test_rle(tmp_path: Path, bits: int, channels: int) -> None:
    pixels = drawn() if channels == 3 else drawn()[:, :, 1].copy()
    expected = drawn() if channels == 3 else np.dstack([pixels] * 3)
    if bits == 16:
        pixels = pixels.astype(np.uint16) * 257
    dataset = ophthalmic(pixels)
    code = RLELosslessEncoder.encode(
        pixels,
        rows=HEIGHT,
        columns=WIDTH,
        samples_per_pixel=channels,
        bits_allocated=bits,
        bits_stored=bits,
        pixel_representation=0,
        photometric_interpretation=dataset.PhotometricInterpretation,
        number_of_frames=1,
        planar_configuration=0,
    )
    dataset = compressed(dataset, [code], uid.RLELossless)
    np.testing.assert_array_equal(read(tmp_path, dataset), expected)


def frames() -> list[np.ndarray]:
    return [drawn(), drawn()[::-1].copy(), drawn()[:, ::-1].copy()]


@pytest.mark.parametrize("kind", ["uncompressed", "JPEG", "JPEG in pieces"])
def test_each_frame_is_a_photograph(tmp_path: Path, kind: str) -> None:
    dataset = ophthalmic(np.stack(frames()))
    if kind != "uncompressed":
        codes = [jpeg_of(frame, subsampling=0) for frame in frames()]
        dataset = compressed(
            dataset, codes, uid.JPEGBaseline8Bit, PhotometricInterpretation="YBR_FULL_422"
        )
    if kind == "JPEG in pieces":
        from pydicom.encaps import encapsulate

        dataset.PixelData = encapsulate(codes, fragments_per_frame=2)
        dataset["PixelData"].VR = "OB"
    path = written(tmp_path / "p.dcm", dataset)
    hashes = set()
    for number, expected in enumerate(frames(), 1):
        image = read_image(path.with_name(f"p.dcm#frame{number}"))
        assert away(image.pixels, expected) < 3
        assert image.source.dicom is not None
        assert (image.source.dicom.frame, image.source.dicom.frames) == (number, 3)
        assert not image.notes
        hashes.add(image.source.sha256)
    assert len(hashes) == 3
    first = read_image(path)
    assert away(first.pixels, drawn()) < 3
    assert first.notes == ("The first of 3 photographs in this file; the others are not.",)
    with pytest.raises(ImageReadError, match="there are 3 photographs in the file"):
        read_image(path.with_name("p.dcm#frame4"))


def unmarked(code: bytes) -> bytes:
    """Return a JPEG without the marker that tells its colours."""
    start = code.index(b"\xff\xe0")
    return code[:start] + code[start + 2 + int.from_bytes(code[start + 2 : start + 4], "big") :]


def disc() -> np.ndarray:
    pixels = np.zeros((96, 96, 3), np.uint8)
    cv2.circle(pixels, (48, 48), 40, (180, 90, 40), -1)
    return pixels


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("said", ["RGB", "YBR_FULL", "YBR_FULL_422"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_jpeg_of_ycbcr_whatever_the_object_says(
    tmp_path: Path, subsampling: int, said: str, marked: bool
) -> None:
    code = jpeg_of(disc(), subsampling=subsampling)
    dataset = compressed(
        ophthalmic(disc()),
        [code if marked else unmarked(code)],
        uid.JPEGBaseline8Bit,
        PhotometricInterpretation=said,
    )
    assert away(read(tmp_path, dataset), disc()) < 4


def test_a_jpeg_of_rgb_that_no_marker_tells(tmp_path: Path) -> None:
    """Its values are taken as they are, where black is black."""
    buffer = io.BytesIO()
    # The encoder transforms nothing of what is YCbCr already.
    channels = Image.fromarray(disc()).split()
    Image.merge("YCbCr", channels).save(buffer, "JPEG", quality=95, subsampling=0)
    dataset = compressed(ophthalmic(disc()), [unmarked(buffer.getvalue())], uid.JPEGBaseline8Bit)
    assert away(read(tmp_path, dataset), disc()) < 4


@pytest.mark.parametrize("padding", [0, 2, 46 * 3 - 1, 510, 5000])
def test_padding_behind_the_pixels(tmp_path: Path, padding: int) -> None:
    dataset = ophthalmic(drawn())
    dataset.PixelData += bytes(padding + padding % 2)
    np.testing.assert_array_equal(read(tmp_path, dataset), drawn())


def test_rows_that_are_too_many_are_no_padding(tmp_path: Path) -> None:
    dataset = ophthalmic(drawn())
    dataset.PixelData += bytes([7]) * (drawn().shape[1] * 3 * 2)
    with pytest.raises(ImageReadError, match="contradicts itself"):
        read(tmp_path, dataset)


@pytest.mark.parametrize("padding", [0, 510])
def test_shared_colours_that_are_stored_for_each_pixel(tmp_path: Path, padding: int) -> None:
    dataset = ophthalmic(ybr(drawn()), PhotometricInterpretation="YBR_FULL_422")
    dataset.PixelData += bytes(padding)
    assert away(read(tmp_path, dataset), drawn()) < 2


@pytest.mark.parametrize("said", [8, 16])
@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("factor", [1, 257])
def test_palettes_of_8_and_16_bits(tmp_path: Path, said: int, words: bool, factor: int) -> None:
    """What the descriptor says of the bits is often wrong; the values are not."""
    if factor > 1 and not words:
        pytest.skip("16 bits need words")
    picture = Image.fromarray(drawn()).quantize(8)
    palette = np.array(picture.getpalette(), np.uint8).reshape(-1, 3)
    tables: dict[str, Any] = {"SamplesPerPixel": 1, "PhotometricInterpretation": "PALETTE COLOR"}
    for number, colour in enumerate(("Red", "Green", "Blue")):
        values = palette[:, number].astype(np.uint16) * factor
        tables[f"{colour}PaletteColorLookupTableDescriptor"] = [len(palette), 0, said]
        tables[f"{colour}PaletteColorLookupTableData"] = values.astype(
            "<u2" if words else "u1"
        ).tobytes()
    dataset = ophthalmic(np.asarray(picture), **tables)
    np.testing.assert_array_equal(read(tmp_path, dataset), np.asarray(picture.convert("RGB")))
