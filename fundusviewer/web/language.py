"""The languages of the pages, without Qt: what ``make translations`` writes for them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from fundusviewer.reporting import Speech
from fundusviewer.resources import asset, languages
from fundusviewer.sentences import Interpreter, Templates

#: The language of the texts in the code, and its name for itself.
SOURCE, _SOURCE_NAME = "en", "English"


@cache
def speech_of(code: str) -> Speech:
    """Return how pages speak.

    Parameters
    ----------
    code
        One of :func:`available`.
    """
    if code == SOURCE:
        return Speech()
    spoken = _spoken(code)
    words, sentences = spoken["words"], spoken["sentences"]
    plain = Speech(
        lambda text: words.get(text, text), str, spoken["decimal_point"], spoken["day_form"]
    )
    interpreter = Interpreter(
        Templates(tuple(sentences)), sentences.__getitem__, lambda part: plain.share(part, 2)
    )
    return replace(plain, sentence=interpreter.translate_message)


@cache
def available() -> dict[str, str]:
    """Return the own name of each language by its code."""
    return {code: _SOURCE_NAME if code == SOURCE else _spoken(code)["name"] for code in languages()}


@cache
def _spoken(code: str) -> dict:
    return dict(json.loads(asset(f"translations/fundusviewer_{code}.json").read_text("utf-8")))
