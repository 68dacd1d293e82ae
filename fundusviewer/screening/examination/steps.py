"""The steps of an examination: prepare the photograph, (ask the network,) make the finding.

Everybody takes these. What needs no network is done in :func:`prepare_photograph`, so that a folder
run can do it on other threads; what is done with the network's answer costs next to nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from fundusviewer.anatomy import Landmarks, find_landmarks, places_in, shows_macula
from fundusviewer.grading import (
    GateVerdict,
    NetworkAnswer,
    OedemaAnswer,
    OedemaLimits,
    RetinaPlaces,
    assess,
    check,
    check_answer,
    check_doubt,
)
from fundusviewer.imaging import (
    FieldOfView,
    FundusImage,
    ImageFile,
    InputSpec,
    PreparedInput,
    decode,
    measure,
    read_reduced,
    to_model_input,
)
from fundusviewer.imaging.reduced import Reduced
from fundusviewer.inference import REJECT, Classifier, Marker, ModelCard, OperatingPoint, Prediction
from fundusviewer.screening.examination.finding import Finding, SideAnswers, Timings

#: Counted up whenever these steps, the reader, the gate or the preparation give other results
#: for the same file, so that old results are never mixed with new ones. What they give stands in
#: ``tests/screening/examination/steps.json``, so that a change is not forgotten here.
REVISION = 10


@dataclass(frozen=True, eq=False)
class Prepared:
    """A photograph that is ready for the network.

    Attributes
    ----------
    image
        The photograph; with black pixels where nobody asked for them.
    field_of_view
        In pixels of the photograph.
    input
        What the network gets to see; its region in pixels of the photograph.
    verdict
        The gate's; ``None`` for a model that does not grade.
    located
        What the network that finds disc and fovea gets to see; ``None`` where it is not asked.
    marked
        The same for that which marks lesions.
    """

    image: FundusImage
    field_of_view: FieldOfView
    input: PreparedInput
    verdict: GateVerdict | None
    located: PreparedInput | None = None
    marked: PreparedInput | None = None


def prepare_photograph(
    file: ImageFile,
    card: ModelCard,
    whole: FundusImage | None = None,
    locator: Marker | None = None,
    marker: Marker | None = None,
) -> Prepared:
    """Decode a loaded file as the network needs it, find the field of view, judge, crop and scale.

    Parameters
    ----------
    file
        The file.
    card
        The model's.
    whole
        The decoded photograph, where it is wanted in the finding.
    locator
        Finds disc and fovea afterwards (:func:`locate`), where the gate sees a fundus photograph.
    marker
        Marks lesions afterwards (:mod:`.lesions`), where the gate sees one that can be graded. All
        pixels are decoded for it.

    Raises
    ------
    ImageReadError
        If the file cannot be decoded.
    """
    reduced = read_reduced(file, card.input, whole)
    verdict = _verdict(reduced) if card.grades else None
    looks = verdict is not None and verdict.is_fundus
    marks = verdict is not None and verdict.is_gradable
    return Prepared(
        image=reduced.image,
        field_of_view=reduced.full_field_of_view(),
        input=network_input(reduced, card.input),
        verdict=verdict,
        located=network_input(reduced, locator.card.input)
        if looks and locator is not None
        else None,
        marked=_whole_input(file, reduced, whole, marker) if marks and marker is not None else None,
    )


def locate(prepared: Prepared, locator: Marker | None) -> Landmarks | None:
    """Return disc and fovea of a photograph; ``None`` where it was not prepared for that.

    Raises
    ------
    InferenceError
        If the network's answer cannot be used.
    """
    if locator is None or prepared.located is None:
        return None
    maps = locator.mark(prepared.located.pixels)
    return find_landmarks(maps, prepared.located, locator.card.thresholds)


def make_finding(
    prepared: Prepared,
    prediction: Prediction,
    classifier: Classifier,
    operating_point: OperatingPoint | None,
    timings: Timings,
    landmarks: Landmarks | None = None,
) -> Finding:
    """Turn the network's answer into a finding; where the gate refused, there is none in it.

    Raises
    ------
    ValueError
        If the probabilities are no distribution, or the photograph was prepared for another kind
        of model: a grade without the gate's verdict must not be.
    """
    if classifier.card.grades != (prepared.verdict is not None):
        raise ValueError("the photograph was prepared for another model")
    point = operating_point_of(classifier, operating_point)
    assessment = None
    if prepared.verdict is not None and point is not None:
        sets = classifier.card.prediction_sets
        places = places_in(landmarks, prepared.field_of_view)
        verdict = with_network(prepared.verdict, prediction, classifier.card, places)
        assessment = assess(
            prediction.probabilities.tolist(),
            point.threshold,
            verdict,
            None if sets is None else sets.threshold,
            oedema_answer(
                prediction, classifier.card, shows_macula(landmarks, prepared.field_of_view)
            ),
        )
    refused = assessment is not None and assessment.grade is None
    return Finding(
        image=prepared.image,
        field_of_view=prepared.field_of_view,
        prepared=prepared.input,
        card=classifier.card,
        provider=classifier.provider,
        prediction=None if refused else prediction,
        assessment=assessment,
        operating_point=point,
        timings=timings,
        landmarks=landmarks,
        macular_oedema=None if assessment is None else assessment.macular_oedema,
        side_answers=SideAnswers.of(prediction, classifier.card),
    )


def oedema_answer(
    prediction: Prediction, card: ModelCard, macula_seen: bool | None
) -> OedemaAnswer | None:
    """Return what the network says of macular oedema; ``None`` where its card has no limits for it.

    Parameters
    ----------
    prediction, card
        Of the photograph and of the model.
    macula_seen
        Whether the macula is on the photograph; ``None`` where nobody looked.
    """
    point, found = card.macular_oedema, prediction.macular_oedema
    if point is None:
        return None
    if found is None:
        raise ValueError("the network did not answer for macular oedema, as its card says")
    limits = OedemaLimits(risk_2=point.threshold, any_risk=point.any_threshold)
    return OedemaAnswer(float(found[0]), float(found[1]), limits, macula_seen)


def operating_point_of(
    classifier: Classifier, operating_point: OperatingPoint | None
) -> OperatingPoint | None:
    """Return the one that decides: that of the caller or the card's first; none for no grades."""
    if not classifier.card.grades:
        return None
    return operating_point or next(iter(classifier.card.operating_points), None)


def network_input(reduced: Reduced, spec: InputSpec) -> PreparedInput:
    """Return a network's input; its region in pixels of the photograph."""
    prepared = to_model_input(reduced.pixels, spec, reduced.field_of_view)
    return replace(prepared, region=prepared.region.scaled(reduced.factor))


def _whole_input(
    file: ImageFile, reduced: Reduced, whole: FundusImage | None, marker: Marker
) -> PreparedInput:
    """Return a network's input from all pixels of the photograph."""
    image = reduced.image if reduced.factor == 1 else whole or decode(file)
    return to_model_input(image.pixels, marker.card.input, reduced.full_field_of_view())


def _verdict(reduced: Reduced) -> GateVerdict:
    measures = measure(reduced.pixels, reduced.field_of_view)
    # The only measure in pixels; the others do not depend on the resolution.
    return check(replace(measures, short_side=measures.short_side * reduced.factor))


def with_network(
    verdict: GateVerdict,
    prediction: Prediction,
    card: ModelCard,
    places: RetinaPlaces | None = None,
) -> GateVerdict:
    """Return the verdict with what the network itself says of the photograph.

    Parameters
    ----------
    verdict
        Of the image measures.
    prediction
        Of the same photograph.
    card
        Says from where on it is refused; nothing is added where it has no gate.
    places
        Where disc and fovea are; ``None``: nobody looked for them.
    """
    if card.operating_points:
        refer_from = min(point.threshold for point in card.operating_points)
        verdict = check_doubt(verdict, prediction.probabilities.tolist(), refer_from)
    gate = card.gate
    if gate is None:
        return verdict
    if prediction.quality is None or prediction.unfamiliarity is None:
        raise ValueError("the network did not answer what its card's gate needs")
    reject = float(prediction.quality[card.quality_names.index(REJECT)])
    answer = NetworkAnswer(
        reject, gate.reject, prediction.unfamiliarity, gate.unfamiliarity, places
    )
    return check_answer(verdict, answer)


class Clock:
    """Milliseconds between the steps."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        """Return the milliseconds since the last lap."""
        now = time.perf_counter()
        elapsed, self._last = (now - self._last) * 1000, now
        return elapsed
