"""Never a photograph from a damaged object: truncated, contradicting, crafted, unknown."""

from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path
from typing import Any

import cv2
import jpeg_ls
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.pixels.encoders.base import RLELosslessEncoder

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import read_image
from fundusviewer.imaging.dicom import is_dicom
from tests.helpers.dicom import as_jpeg, compressed, ophthalmic, secondary_capture, written
from tests.imaging.dicom.pictures import HEIGHT, WIDTH, away, drawn, textured
from tests.imaging.dicom.test_pixels import jpeg_2000_of


def jpeg_ls_object() -> Dataset:
    code = bytes(jpeg_ls.encode_array(textured(), interleave_mode=2))
    return compressed(ophthalmic(textured()), [code], uid.JPEGLSLossless)


def rle_object() -> Dataset:
    code = RLELosslessEncoder.encode(
        textured(),
        rows=HEIGHT,
        columns=WIDTH,
        samples_per_pixel=3,
        bits_allocated=8,
        bits_stored=8,
        pixel_representation=0,
        photometric_interpretation="RGB",
        number_of_frames=1,
        planar_configuration=0,
    )
    return compressed(ophthalmic(textured()), [code], uid.RLELossless)


def jpeg_2000_object() -> Dataset:
    return compressed(
        ophthalmic(textured()),
        [jpeg_2000_of(textured())],
        uid.JPEG2000Lossless,
        PhotometricInterpretation="YBR_RCT",
    )


OBJECTS = {
    "uncompressed": ophthalmic(textured()),
    "JPEG": as_jpeg(textured()),
    "JPEG 2000": jpeg_2000_object(),
    "JPEG-LS": jpeg_ls_object(),
    "RLE": rle_object(),
}


def stored(folder: Path, kind: str) -> bytes:
    return written(folder / "whole.dcm", OBJECTS[kind]).read_bytes()


def cut(folder: Path, data: bytes) -> Path:
    path = folder / "cut.dcm"
    path.write_bytes(data)
    return path


TOLERANT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("kind", sorted(OBJECTS))
@TOLERANT
@given(share=st.floats(0, 1))
def test_cut_off_anywhere_is_an_error(tmp_path: Path, kind: str, share: float) -> None:
    data = stored(tmp_path, kind)
    path = cut(tmp_path, data[: int((len(data) - 1) * share)])
    with pytest.raises(ImageReadError, match=r"^cut\.dcm: "):
        read_image(path)


@pytest.mark.parametrize("kind", sorted(set(OBJECTS) - {"uncompressed"}))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_compressed_end_that_was_never_written_is_an_error(
    tmp_path: Path, kind: str, share: float
) -> None:
    """The size is right, the rest is zeros, except for the end mark of the list."""
    data = stored(tmp_path, kind)
    start = data.index(b"\xe0\x7f\x10\x00")
    kept = start + int((len(data) - start) * share)
    path = cut(tmp_path, data[:kept] + bytes(len(data) - kept - 8) + data[-8:])
    with pytest.raises(ImageReadError):
        read_image(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["JPEG 2000", "JPEG-LS"])
def test_a_code_that_lacks_its_middle_is_an_error(tmp_path: Path, kind: str, share: float) -> None:
    """All lengths are right, and the end mark is there."""
    from pydicom.encaps import get_frame

    code = get_frame(OBJECTS[kind].PixelData, 0, number_of_frames=1).rstrip(b"\0")
    kept = int(len(code) * share)
    shortened = code[:kept] + b"\xff\xd9"
    dataset = compressed(
        ophthalmic(textured()),
        [shortened],
        OBJECTS[kind].file_meta.TransferSyntaxUID,
        PhotometricInterpretation=OBJECTS[kind].PhotometricInterpretation,
    )
    with pytest.raises(ImageReadError):
        read_image(written(tmp_path / "p.dcm", dataset))


@pytest.mark.parametrize("kind", sorted(OBJECTS))
@TOLERANT
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_bytes_give_a_picture_or_our_error(
    tmp_path: Path, kind: str, places: list[tuple[float, int]]
) -> None:
    data = bytearray(stored(tmp_path, kind))
    for place, value in places:
        data[int(place * len(data))] = value
    try:
        image = read_image(cut(tmp_path, bytes(data)))
    except ImageReadError:
        return
    assert image.pixels.dtype == np.uint8


@TOLERANT
@given(rest=st.binary(max_size=400), start=st.sampled_from([bytes(128) + b"DICM", b"\x08\0\0\0"]))
def test_any_bytes_are_an_error(tmp_path: Path, start: bytes, rest: bytes) -> None:
    assert is_dicom(start + rest)
    with pytest.raises(ImageReadError, match=r"^cut\.dcm: "):
        read_image(cut(tmp_path, start + rest))


CONTRADICTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "more rows": ({"Rows": HEIGHT + 1}, "contradicts itself"),
    "fewer rows": ({"Rows": HEIGHT - 1}, "contradicts itself"),
    "rows and columns": ({"Rows": 2 * HEIGHT, "Columns": 2 * WIDTH}, "contradicts itself"),
    "no rows": ({"Rows": None}, "does not say its Rows"),
    "no pixels": ({"Rows": 0}, "0 pixels"),
    "grey": ({"SamplesPerPixel": 1}, "contradicts itself"),
    "colours": ({"PhotometricInterpretation": "MONOCHROME2"}, "contradicts itself"),
    "colours of JPEG 2000": ({"PhotometricInterpretation": "YBR_RCT"}, "outside of JPEG 2000"),
    "unknown colours": ({"PhotometricInterpretation": "CMYK"}, "allowed are MONOCHROME1"),
    "no colours": ({"PhotometricInterpretation": None}, "colours that it does not name"),
    "32 bits": ({"BitsAllocated": 32}, "32 bits per channel; allowed are 8 and 16"),
    "more bits": ({"BitsStored": 9}, "9 of 8 bits"),
    "high bit": ({"HighBit": 9}, "bit 9 of 8"),
    "below zero": ({"PixelRepresentation": 1}, "below 0"),
    "frames": ({"NumberOfFrames": 2}, "contradicts itself"),
    "a bomb of frames": ({"NumberOfFrames": 2_000_000_000}, "2,000,000,000.*at most 500"),
    "no frames": ({"NumberOfFrames": 0}, "holds 0 photographs"),
    "another kind": ({"SOPClassUID": uid.CTImageStorage}, "no photograph but.*CT Image Storage"),
    "an unknown kind": ({"SOPClassUID": "1.2.3.4"}, "no photograph but"),
    "our own picture": ({"ManufacturerModelName": "FundusViewer"}, "FundusViewer made"),
}


@pytest.mark.parametrize("name", sorted(CONTRADICTIONS))
def test_what_cannot_be_is_said(tmp_path: Path, name: str) -> None:
    changes, message = CONTRADICTIONS[name]
    path = written(tmp_path / "p.dcm", ophthalmic(drawn(), **changes))
    with pytest.raises(ImageReadError, match=rf"^p\.dcm: .*{message}"):
        read_image(path)


@pytest.mark.parametrize("kind", sorted(set(OBJECTS) - {"uncompressed"}))
def test_a_code_of_another_size_is_not_decoded(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = Dataset(OBJECTS[kind])
    dataset.file_meta = OBJECTS[kind].file_meta
    dataset.Rows, dataset.Columns = 2 * HEIGHT, WIDTH
    if kind != "RLE":
        monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("it was decoded"))
        monkeypatch.setattr(jpeg_ls, "decode_pixel_data", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(ImageReadError, match="contradicts itself"):
        read_image(written(tmp_path / "p.dcm", dataset))


def test_a_bomb_of_pixels_is_refused_at_once(tmp_path: Path) -> None:
    path = written(tmp_path / "p.dcm", as_jpeg(drawn(), Rows=60_000, Columns=60_000))
    # Of the processor: what else the machine does is no fault.
    start = time.process_time()
    with pytest.raises(ImageReadError, match="60,000 × 60,000 pixels are too large"):
        read_image(path)
    assert time.process_time() - start < 1


def deflated(folder: Path, content: bytes) -> Path:
    dataset = ophthalmic(drawn())
    dataset.file_meta.TransferSyntaxUID = uid.DeflatedExplicitVRLittleEndian
    data = written(folder / "deflated.dcm", dataset).read_bytes()
    end = 144 + struct.unpack_from("<I", data, 140)[0]
    path = folder / "bomb.dcm"
    path.write_bytes(data[:end] + content)
    return path


def test_deflated(tmp_path: Path) -> None:
    dataset = ophthalmic(drawn())
    dataset.file_meta.TransferSyntaxUID = uid.DeflatedExplicitVRLittleEndian
    image = read_image(written(tmp_path / "p.dcm", dataset))
    np.testing.assert_array_equal(image.pixels, drawn())


def test_a_deflated_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fundusviewer.imaging.dicom import parse

    monkeypatch.setattr(parse, "MAX_BYTES", 1_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = packer.compress(bytes(50_000_000)) + packer.flush()
    with pytest.raises(ImageReadError, match=r"bomb\.dcm: is larger than 1 MB when inflated"):
        read_image(deflated(tmp_path, content))


def test_a_deflated_object_that_does_not_end(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = packer.compress(bytes(5000)) + packer.flush()
    with pytest.raises(ImageReadError, match="does not end"):
        read_image(deflated(tmp_path, content[:-3]))


def test_an_rle_bomb_stops_at_the_size_of_the_picture(tmp_path: Path) -> None:
    runs = b"\x81\x07" * 1_000_000
    header = struct.pack("<16I", 3, 64, 64 + len(runs), 64 + 2 * len(runs), *[0] * 12)
    dataset = compressed(ophthalmic(drawn()), [header + 3 * runs], uid.RLELossless)
    with pytest.raises(ImageReadError, match="RLE segment"):
        read_image(written(tmp_path / "p.dcm", dataset))


def test_an_object_of_nothing_but_elements_is_refused(tmp_path: Path) -> None:
    dataset = ophthalmic(drawn())
    block = dataset.private_block(0x0011, "TEST", create=True)
    for element in range(200):
        block.add_new(element, "US", 1)
    data = written(tmp_path / "p.dcm", dataset).read_bytes()
    at = data.index(b"\xe0\x7f\x10\x00")
    many = b"".join(struct.pack("<HH2sHH", 0x0019, 0x0100, b"US", 2, 1) for _ in range(20_001))
    path = tmp_path / "many.dcm"
    path.write_bytes(data[:at] + many + data[at:])
    with pytest.raises(ImageReadError, match="more than 20,000 elements"):
        read_image(path)


@pytest.mark.parametrize(
    ("syntax", "name"),
    [
        (uid.MPEG2MPML, "MPEG2"),
        (uid.HTJ2K, "High-Throughput"),
        (uid.UID("1.2.840.10008.1.2.4.94"), "JPIP"),
    ],
)
def test_an_unknown_transfer_syntax_is_named(tmp_path: Path, syntax: str, name: str) -> None:
    dataset = compressed(ophthalmic(drawn()), [b"\xff\xd8\xff\xd9"], syntax)
    with pytest.raises(ImageReadError, match=f"{name}.*cannot be read; allowed are uncompressed"):
        read_image(written(tmp_path / "p.dcm", dataset))


def test_jpeg_with_12_bits_is_refused(tmp_path: Path) -> None:
    values = np.zeros((HEIGHT, WIDTH), np.uint16)
    dataset = compressed(ophthalmic(values), [b"\xff\xd8\xff\xd9"], uid.JPEGExtended12Bit)
    with pytest.raises(ImageReadError, match="JPEG with more than 8 bits"):
        read_image(written(tmp_path / "p.dcm", dataset))


def test_an_object_without_its_128_bytes(tmp_path: Path) -> None:
    data = written(tmp_path / "p.dcm", secondary_capture(drawn())).read_bytes()
    bare = tmp_path / "bare"
    meta_end = 144 + struct.unpack_from("<I", data, 140)[0]
    bare.write_bytes(data[meta_end:])
    assert away(read_image(bare).pixels, drawn()) == 0
    compressed_data = written(tmp_path / "q.dcm", as_jpeg(drawn())).read_bytes()
    meta_end = 144 + struct.unpack_from("<I", compressed_data, 140)[0]
    bare.write_bytes(compressed_data[meta_end:])
    with pytest.raises(ImageReadError, match="does not say how its pixels are compressed"):
        read_image(bare)
