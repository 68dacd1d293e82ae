"""What Linux desktops want to know of the program."""

from __future__ import annotations

from distribution.description import IDENTIFIER, NOTICE, PACKAGE, SUMMARY, WINDOW, file_types
from fundusviewer import __version__
from fundusviewer.resources import APP_NAME


def desktop_entry() -> str:
    """Return the entry of the menu and of "Open with" (freedesktop.org, version 1.4).

    Folders are not among the types, although they can be dropped on the icon: on desktops without
    a file manager of their own the program would open every folder.
    """
    types = "".join(f"{file_type.mime};" for file_type in file_types())
    return f"""[Desktop Entry]
Type=Application
Version=1.4
Name={APP_NAME}
GenericName=Fundus photograph viewer
Comment={SUMMARY}. {NOTICE}
Exec={WINDOW} %F
Icon={PACKAGE}
Terminal=false
Categories=Science;MedicalSoftware;
Keywords=retina;ophthalmology;diabetic;DICOM;screening;
MimeType={types}
StartupWMClass={APP_NAME}
"""


def metainfo() -> str:
    """Return the description for software catalogues (AppStream)."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>{IDENTIFIER}</id>
  <launchable type="desktop-id">{PACKAGE}.desktop</launchable>
  <name>{APP_NAME}</name>
  <summary>{SUMMARY}</summary>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>MIT</project_license>
  <description>
    <p>Drop a fundus photograph on the window: grade, probability and heat map, offline.</p>
    <p>{NOTICE}</p>
  </description>
  <content_rating type="oars-1.1"/>
  <releases><release version="{__version__}"/></releases>
</component>
"""
