"""How a result was made: which model file, and with which settings."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from fundusviewer.inference import Classifier, Marker, OperatingPoint
from fundusviewer.inference.bundled import is_bundled
from fundusviewer.screening.examination.finding import GIVEN
from fundusviewer.screening.examination.steps import REVISION, operating_point_of

#: Setting of a model of several labels.
_GIVEN = "labels_from"
#: Hash of the file that finds disc and fovea, where it is not the program's own.
_PLACES = "landmarks"


@dataclass(frozen=True)
class Method:
    """What two results must share to be comparable.

    Attributes
    ----------
    model_name, model_version
        From the card.
    model_sha256
        Hash of the model file, 64 hexadecimal digits.
    settings
        JSON object: the operating point with its threshold, the revision of the steps, where
        several labels can be right at once, from which probability on they are given, and the hash
        of a user's own file that finds disc and fovea.
    """

    model_name: str
    model_version: str
    model_sha256: str
    settings: str

    @classmethod
    def of(
        cls,
        classifier: Classifier,
        operating_point: OperatingPoint | None = None,
        locator: Marker | None = None,
    ) -> Method:
        """Return the method of a classifier.

        Parameters
        ----------
        classifier
            The model.
        operating_point
            Decides about referral; ``None`` for the first of the card.
        locator
            Finds disc and fovea, on which eye, assessability and lengths rest; ``None``: nobody
            looks for them, or the program's own file does.
        """
        card = classifier.card
        settings: dict[str, object] = {_GIVEN: GIVEN} if card.several else {}
        if locator is not None and not is_bundled(locator.sha256):
            settings[_PLACES] = locator.sha256
        method = cls(card.name, card.version, classifier.sha256, json.dumps(settings))
        return method.at(operating_point_of(classifier, operating_point))

    def at(self, point: OperatingPoint | None) -> Method:
        """Return the method of the same network at an operating point."""
        before = json.loads(self.settings)
        settings = {
            **{name: before[name] for name in (_GIVEN, _PLACES) if name in before},
            "operating_point": None if point is None else point.name,
            "threshold": None if point is None else point.threshold,
            "steps": REVISION,
        }
        return replace(self, settings=json.dumps(settings, sort_keys=True))

    @property
    def without_places(self) -> Method:
        """The method of the same network, whoever finds disc and fovea."""
        settings = json.loads(self.settings)
        settings.pop(_PLACES, None)
        return replace(self, settings=json.dumps(settings, sort_keys=True))

    @property
    def grades(self) -> bool:
        """Whether the model grades diabetic retinopathy: then it has an operating point."""
        return json.loads(self.settings).get("operating_point", "") is not None

    @property
    def operating_point(self) -> str | None:
        """Name of the operating point; ``None``: nothing decides."""
        name: str | None = json.loads(self.settings).get("operating_point")
        return name

    @property
    def threshold(self) -> float | None:
        """From which probability of referable DR on is referred; ``None``: nothing decides."""
        threshold: float | None = json.loads(self.settings).get("threshold")
        return threshold
