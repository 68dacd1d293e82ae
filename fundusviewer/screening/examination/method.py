"""How a result was made: which model file, and with which settings."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from fundusviewer.inference import Classifier, OperatingPoint
from fundusviewer.screening.examination.finding import GIVEN
from fundusviewer.screening.examination.steps import REVISION, operating_point_of

#: Setting of a model of several labels.
_GIVEN = "labels_from"


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
        JSON object: the operating point with its threshold, the revision of the steps, and where
        several labels can be right at once, from which probability on they are given.
    """

    model_name: str
    model_version: str
    model_sha256: str
    settings: str

    @classmethod
    def of(cls, classifier: Classifier, operating_point: OperatingPoint | None = None) -> Method:
        """Return the method of a classifier.

        Parameters
        ----------
        classifier
            The model.
        operating_point
            Decides about referral; ``None`` for the first of the card.
        """
        card = classifier.card
        several = json.dumps({_GIVEN: GIVEN}) if card.several else "{}"
        method = cls(card.name, card.version, classifier.sha256, several)
        return method.at(operating_point_of(classifier, operating_point))

    def at(self, point: OperatingPoint | None) -> Method:
        """Return the method of the same network at an operating point."""
        before = json.loads(self.settings)
        settings = {
            **({_GIVEN: before[_GIVEN]} if _GIVEN in before else {}),
            "operating_point": None if point is None else point.name,
            "threshold": None if point is None else point.threshold,
            "steps": REVISION,
        }
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
