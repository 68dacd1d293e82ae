"""Addresses that are treated as paths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fundusviewer.errors import InputError
from fundusviewer.imaging import Laterality
from fundusviewer.screening.names import name_pattern
from fundusviewer.screening.places.address import (
    address_of,
    as_text,
    encoded,
    named,
    place_of,
    whole,
)


@pytest.mark.parametrize(
    "address",
    [
        "s3://archive/2026/12_OD.jpg",
        "https://pictures.example:8443/a%20b_OS.jpg?X-Signature=1&y=2",
        "zip://12_OD.jpg::s3://archive/2026.zip",
        "memory://clinic/a.dcm#frame2",
    ],
)
def test_there_and_back(address: str) -> None:
    place = place_of(address)
    assert address_of(place) == address
    assert as_text(place) == address
    assert whole(place) == place
    # What stands in the database is read as the same place again.
    assert encoded(place) == address.encode()
    assert Path(os.fsdecode(encoded(place))) == place


@pytest.mark.parametrize("path", ["/archive/12_OD.jpg", "C:/archive/12_OD.jpg", "12_OD.jpg"])
def test_a_path_stays_one(path: str) -> None:
    place = place_of(path)
    assert address_of(place) is None
    assert place == Path(path)


def test_a_folder_that_looks_like_the_beginning_of_an_address(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    assert place_of("s3:/12_OD.jpg") == tmp_path / "s3:" / "12_OD.jpg"
    assert place_of((tmp_path / "12 OD.jpg").as_uri()) == tmp_path / "12 OD.jpg"


@pytest.mark.parametrize("address", ["s3://archive//12_OD.jpg", "s3://archive/"])
def test_what_a_path_cannot_stand_for(address: str) -> None:
    with pytest.raises(InputError, match="must not have empty parts"):
        place_of(address)


@pytest.mark.parametrize(
    "address",
    [
        "s3://archive/4711_OD_20260314.jpg",
        "https://pictures.example/4711_OD_20260314.jpg?signature=abc",
        "https://pictures.example/4711%5FOD%5F20260314.jpg",
    ],
)
def test_the_name_tells_whose_it_is(address: str) -> None:
    identity = name_pattern().identify(named(place_of(address)))
    assert (identity.patient, identity.eye) == ("4711", Laterality.OD)
