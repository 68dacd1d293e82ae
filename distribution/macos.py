"""What macOS wants to know of the program (its ``Info.plist``)."""

from __future__ import annotations

from typing import Any

from distribution.description import COPYRIGHT, file_types
from fundusviewer import __version__
from fundusviewer.resources import APP_NAME


def bundle_information() -> dict[str, Any]:
    """Return the entries of ``Info.plist`` that PyInstaller does not write itself."""
    photographs = [file_type.uniform_type for file_type in file_types()]
    return {
        "CFBundleDisplayName": APP_NAME,
        "CFBundleShortVersionString": __version__,
        "NSHumanReadableCopyright": COPYRIGHT,
        "LSApplicationCategoryType": "public.app-category.medical",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        # Follow the system into dark mode.
        "NSRequiresAquaSystemAppearance": False,
        # Photographs and folders of them may be dropped on the icon; neither is opened with this
        # program unless the user says so.
        "CFBundleDocumentTypes": [
            _opens("Photograph", photographs),
            _opens("Folder of photographs", ["public.folder"]),
        ],
    }


def _opens(name: str, types: list[str]) -> dict[str, Any]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": types,
    }
