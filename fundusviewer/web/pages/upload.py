"""Uploading photographs, for those who may."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.errors import FundusViewerError
from fundusviewer.reporting.speech import phrase
from fundusviewer.web import request as asked
from fundusviewer.web.examining import Examiner
from fundusviewer.web.uploading import MOST_BYTES, MOST_FILES, keep_upload

#: Bytes of the whole form, with room for what stands between the photographs.
MOST_CONTENT = MOST_FILES * MOST_BYTES + (1 << 20)

upload = Blueprint("upload", __name__)
BLUEPRINTS = (upload,)


@upload.get("/upload")
def form() -> ResponseReturnValue:
    """Ask for photographs."""
    _check()
    return render_template("upload.html", most_files=MOST_FILES, most_bytes=MOST_BYTES >> 20)


@upload.post("/upload")
def take() -> ResponseReturnValue:
    """Keep photographs and have them examined; what is refused is said with its reason."""
    folder, examiner = _check()
    files = [one for one in request.files.getlist("photographs") if one.filename]
    if len(files) > MOST_FILES:
        asked.notice(phrase("At most {count} photographs at once."), count=MOST_FILES)
        return redirect(url_for("upload.form"), 303)
    kept, speech = [], asked.speech()
    for one in files:
        try:
            kept.append(keep_upload(one.stream, one.filename or "", folder))
        except FundusViewerError as error:
            name = PureWindowsPath(one.filename or "").name
            said = speech.sentence(str(error)).removeprefix(f"{name}: ")
            asked.here().notices.append(f"{name}: {said}")
        finally:
            one.close()
    examiner.examine(kept)
    asked.notice(phrase("{count} photographs were stored and are examined now."), count=len(kept))
    return redirect(url_for("upload.form"), 303)


def _check() -> tuple[Path, Examiner]:
    """Return folder and examiner; for others than those who may there is no such page."""
    served = asked.served()
    folder = served.options.uploads
    if folder is None or served.examiner is None:
        abort(404)
    if not served.options.may_upload(asked.here().role):
        abort(404)
    return folder, served.examiner
