"""Looking into files for a list: bounded, whatever a file says of itself."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import read_image
from fundusviewer.imaging.dicom import bounded, contents
from fundusviewer.imaging.dicom.entry import photographs_in
from tests.helpers.dicom import compressed, ophthalmic, written
from tests.imaging.dicom.pictures import HEIGHT, WIDTH, drawn

#: A sequence of undefined length, and an item in it.
SEQUENCE = struct.pack("<HH2sHI", 0x0019, 0x0100, b"SQ", 0, 0xFFFFFFFF)
ITEM = struct.pack("<HHI", 0xFFFE, 0xE000, 0)
END = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def stuffed(path: Path, stuff: bytes) -> Path:
    """Write a photograph with something more before its pixels."""
    data = written(path, ophthalmic(drawn())).read_bytes()
    at = data.index(b"\xe0\x7f\x10\x00")
    path.write_bytes(data[:at] + stuff + data[at:])
    return path


@pytest.mark.parametrize("kind", ["elements", "items", "sequences in sequences"])
def test_nothing_but_elements_is_one_file_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(bounded, "_MAX_PIECES", 50_000)
    many = {
        "elements": struct.pack("<HH2sHH", 0x0019, 0x0100, b"US", 2, 1) * 2_000_000,
        "items": SEQUENCE + ITEM * 2_000_000 + END,
        "sequences in sequences": SEQUENCE * 2_000_000,
    }[kind]
    path = stuffed(tmp_path / "many.dcm", many)
    begin = time.process_time()
    assert photographs_in(path) == (path,)
    with pytest.raises(ImageReadError, match=r"^many\.dcm: "):
        read_image(path)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("has_length", [True, False])
def test_a_deflated_bomb_is_not_inflated(tmp_path: Path, has_length: bool) -> None:
    path = tmp_path / "bomb.dcm"
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    # Of the deflated one's length.
    dataset.file_meta.TransferSyntaxUID = uid.JPEGLSLossless
    dataset.SOPClassUID = uid.OphthalmicPhotography8BitImageStorage
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid.UID("1.2.3")
    dataset.save_as(path, enforce_file_format=True)
    start = path.read_bytes()
    end = 144 + struct.unpack_from("<I", start, 140)[0]
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A private element as large as it gets.
    huge = struct.pack("<HH2sHI", 0x0019, 0x0100, b"OB", 0, 0xFFFFFFF0)
    content = packer.compress(start[end:] + huge + bytes(300_000_000)) + packer.flush()
    meta = start[:end].replace(
        str(uid.JPEGLSLossless).encode(), str(uid.DeflatedExplicitVRLittleEndian).encode()
    )
    if not has_length:
        meta = meta[:140] + bytes(4) + meta[144:]
    path.write_bytes(meta + content)
    tracemalloc.start()
    assert photographs_in(path) == (path,)
    if not has_length:
        with pytest.raises(ImageReadError, match=r"^bomb\.dcm: is damaged"):
            read_image(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000


@pytest.mark.parametrize("name", ["C:", "a:b", "..", "a\\b", "a/b", "", "a\0b"])
def test_a_disc_names_files_below_its_folder_only(tmp_path: Path, name: str) -> None:
    assert contents._named_file(tmp_path, ["IMAGES", name]) is None


def test_a_disc_of_too_many_records_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_MAX_RECORDS", 3)
    path = tmp_path / "DICOMDIR"
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = uid.MediaStorageDirectoryStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = uid.UID("1.2.3")
    record = Dataset()
    record.DirectoryRecordType, record.ReferencedFileID = "IMAGE", ["IM1"]
    for count, expected in ((3, (tmp_path / "IM1",) * 3), (4, (path,))):
        dataset.DirectoryRecordSequence = [record] * count
        dataset.save_as(path, enforce_file_format=True)
        assert photographs_in(path) == expected


def rle(planes: list[bytes]) -> Dataset:
    places = [64 + sum(map(len, planes[:number])) for number in range(3)]
    header = struct.pack("<16I", 3, *places, *[0] * 12)
    return compressed(ophthalmic(drawn()), [header + b"".join(planes)], uid.RLELossless)


def packed(count: int) -> bytes:
    """Return so many sevens."""
    runs, rest = divmod(count, 128)
    return b"\x81\x07" * runs + (bytes([257 - rest, 7]) if rest > 1 else b"\x00\x07" * rest)


@pytest.mark.parametrize("padding", [b"", b"\0", b"\0\0\0", b"\x80"])
def test_rle_may_be_padded_and_need_not_end_with_the_rows(tmp_path: Path, padding: bytes) -> None:
    path = written(tmp_path / "p.dcm", rle([packed(HEIGHT * WIDTH) + padding] * 3))
    assert (read_image(path).pixels == 7).all()


@pytest.mark.parametrize("difference", [-1, 1, 127])
def test_rle_of_another_length_is_refused(tmp_path: Path, difference: int) -> None:
    path = written(tmp_path / "p.dcm", rle([packed(HEIGHT * WIDTH + difference)] * 3))
    with pytest.raises(ImageReadError, match="an RLE segment does not hold"):
        read_image(path)


def test_rle_of_many_pixels_takes_seconds(tmp_path: Path) -> None:
    from fundusviewer.imaging.dicom.samples import _unpacked

    # Each value on its own: the worst that a segment can be.
    segment = b"\x00\x07" * 16_000_000
    begin = time.process_time()
    assert len(_unpacked(segment, 16_000_000)) == 16_000_000
    assert time.process_time() - begin < 5
