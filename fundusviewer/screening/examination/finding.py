"""A finding: all that the program has to say about one photograph."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.anatomy import (
    EyeStatement,
    Landmarks,
    Lesions,
    centred_on,
    eye_statement,
    missing_places,
    turned_remark,
)
from fundusviewer.anatomy.field import NO_MACULA, Centre
from fundusviewer.grading import Assessment, Decision, MacularOedema
from fundusviewer.grading.joint_oedema import JointOedema, judge_jointly, oedema_remark
from fundusviewer.grading.lesion_agreement import lesion_remark
from fundusviewer.imaging import FieldOfView, FundusImage, PreparedInput
from fundusviewer.inference import Marker, ModelCard, OperatingPoint, Prediction, ProviderReport
from fundusviewer.overlay import Annotation, field_to_stay_in

#: From which probability on one of several labels is given.
GIVEN = 0.5

#: What stands in the place of a label where none of several is given.
NONE_GIVEN = "No label reaches 50%"


@dataclass(frozen=True)
class Timings:
    """Milliseconds of each step."""

    read: float
    prepare: float
    network: float
    assess: float

    @property
    def total(self) -> float:
        """Milliseconds from the file to the finding."""
        return self.read + self.prepare + self.network + self.assess


@dataclass(frozen=True, eq=False)
class SideAnswers:
    """What the network says of a photograph beside its classes, also of one that was refused.

    Attributes
    ----------
    quality
        Probabilities by the card's ``quality_names``; empty without that output.
    unfamiliarity
        Distance from what the network learned from; ``None`` without that output.
    embedding
        Pooled features; ``None`` without that output.
    """

    quality: dict[str, float] = field(default_factory=dict)
    unfamiliarity: float | None = None
    embedding: tuple[float, ...] | None = None

    @classmethod
    def of(cls, prediction: Prediction, card: ModelCard) -> SideAnswers:
        """Return those of an answer."""
        quality, embedding = prediction.quality, prediction.embedding
        values = () if quality is None else (round(float(value), 6) for value in quality)
        return cls(
            dict(zip(card.quality_names, values, strict=True)) if quality is not None else {},
            prediction.unfamiliarity,
            None if embedding is None else tuple(embedding.tolist()),
        )


@dataclass(frozen=True, eq=False)
class MarkedLesions:
    """Lesions, and which model file marked them.

    ``joint``: what they and the model that graded say together of macular oedema; ``None`` where
    the file does not know that model, or one of them says nothing.
    """

    lesions: Lesions
    model_name: str
    model_version: str
    model_sha256: str
    joint: JointOedema | None = None

    @classmethod
    def of(cls, lesions: Lesions, marker: Marker, finding: Finding) -> MarkedLesions:
        """Return what a marker has marked on a photograph that was examined."""
        card, weighs = marker.card, marker.card.macular_oedema
        # A clinic's copy answers what its original answers.
        grader = finding.card.fitted_from or finding.card
        graded = (grader.name, grader.version)
        joint = None
        if weighs is not None and graded == (weighs.grader, weighs.grader_version):
            near_fovea = lesions.kinds["EX"].near_fovea
            joint = judge_jointly(finding.macular_oedema, near_fovea, weighs.head)
        return cls(lesions, card.name, card.version, marker.sha256, joint)


@dataclass(frozen=True, eq=False)
class Finding:
    """The program's answer for one photograph.

    Attributes
    ----------
    image
        The photograph.
    field_of_view
        In pixels of the photograph: where the retina is seen.
    prepared
        What the network saw of it.
    card
        The model that answered.
    provider
        What it ran on.
    prediction
        The network's answer; ``None`` where the gate refused the photograph, so that nothing of
        it can be shown by mistake.
    assessment
        What it means; ``None`` for a model that does not grade.
    operating_point
        The one that decided; ``None`` for a model that does not grade.
    timings
        How long it took.
    landmarks
        Where optic disc and fovea are; ``None`` where nobody looked.
    macular_oedema
        ``None`` where the model does not answer for it.
    side_answers
        On quality and familiarity.
    lesions
        ``None`` where nobody looked, or the photograph cannot be graded.
    """

    image: FundusImage
    field_of_view: FieldOfView
    prepared: PreparedInput
    card: ModelCard
    provider: ProviderReport
    prediction: Prediction | None
    assessment: Assessment | None
    operating_point: OperatingPoint | None
    timings: Timings
    landmarks: Landmarks | None = None
    macular_oedema: MacularOedema | None = None
    side_answers: SideAnswers = field(default_factory=SideAnswers)
    lesions: MarkedLesions | None = None

    @property
    def path(self) -> Path:
        """The photograph's file."""
        return self.image.source.path

    @property
    def decision(self) -> Decision | None:
        """What is to be done; ``None`` for a model that does not grade."""
        return None if self.assessment is None else self.assessment.decision

    @property
    def reasons(self) -> tuple[str, ...]:
        """The gate's sentences, what is not on the photograph, and remarks about the file."""
        assessed = () if self.assessment is None else self.assessment.reasons
        marked = self.lesions
        oedema = None if marked is None else self._oedema_remark(marked)
        turned = turned_remark(self.landmarks)
        remarks = (oedema, self._lesion_remark, self.eye.remark, turned)
        graded = self.decision in (Decision.REFER, Decision.NO_REFERRAL)
        return (
            *assessed,
            *(self._missing_places() if graded else ()),
            *self.image.notes,
            *(remark for remark in remarks if remark is not None),
        )

    def _oedema_remark(self, marked: MarkedLesions) -> str | None:
        """Where lesions speak for more than the risk of macular oedema."""
        return oedema_remark(
            self.macular_oedema,
            marked.joint,
            {kind: marks.from_fovea for kind, marks in marked.lesions.kinds.items()},
            referred=self.decision is not Decision.NO_REFERRAL,
        )

    @property
    def _lesion_remark(self) -> str | None:
        """Where grade and lesions contradict each other."""
        if self.lesions is None or self.assessment is None:
            return None
        kinds = self.lesions.lesions.kinds
        return lesion_remark(
            self.assessment.grade, {kind: marks.count for kind, marks in kinds.items()}
        )

    def _missing_places(self) -> tuple[str, ...]:
        """Return what is not on the photograph; the macula once, if the model says so itself."""
        oedema, missing = self.macular_oedema, missing_places(self.landmarks)
        says_so = oedema is not None and not oedema.assessable
        return tuple(words for words in missing if not (says_so and words == NO_MACULA))

    @property
    def centre(self) -> Centre | None:
        """What the photograph is centred on; ``None`` where that is not known."""
        return centred_on(self.landmarks, self.field_of_view)

    @property
    def eye(self) -> EyeStatement:
        """Which eye it is, and who says so."""
        return eye_statement(self.image, self.landmarks)

    @property
    def grade_set(self) -> tuple[int, ...]:
        """The grades among which the true one probably is; empty where that is not known."""
        return () if self.assessment is None else self.assessment.grade_set

    @property
    def label_index(self) -> int | None:
        """Index of the most probable class; ``None`` where the gate refused."""
        return None if self.prediction is None else self.prediction.ranked(1)[0]

    @property
    def label(self) -> str | None:
        """Name of the most probable class; ``None`` where the gate refused."""
        return None if self.label_index is None else self.card.class_names[self.label_index]

    @property
    def given(self) -> tuple[str, ...]:
        """All labels of a model that may give several, the most probable first; or its label."""
        if self.prediction is None or self.label is None:
            return ()
        if not self.card.several:
            return (self.label,)
        probabilities = self.prediction.probabilities
        ranked = self.prediction.ranked()
        return tuple(self.card.class_names[i] for i in ranked if probabilities[i] >= GIVEN)

    @property
    def label_words(self) -> str | None:
        """The label, or all of several: "glaucoma; amd"; ``None`` where the gate refused."""
        return None if self.label is None else "; ".join(self.given) or NONE_GIVEN

    @property
    def probability(self) -> float | None:
        """Probability of the label, 0–1; ``None`` where the gate refused."""
        if self.prediction is None or self.label_index is None:
            return None
        return float(self.prediction.probabilities[self.label_index])

    def label_line(self) -> str:
        """Return the line that is written on the photograph."""
        if self.decision is Decision.NOT_FUNDUS:
            return "Not a fundus photograph"
        if self.label is None or self.probability is None:
            return "Ungradable: repeat or refer"
        if self.card.several:
            return self._labels_line(self.label, self.probability)
        return f"Label: {self.label}, {self.probability:.2%}"

    def _labels_line(self, label: str, probability: float) -> str:
        """Return the line of a model that may give several labels, the most probable first."""
        if self.prediction is None or probability < GIVEN:
            return f"No label reaches 50%; highest: {label}, {probability:.2%}"
        found = [
            f"{name} {self.prediction.probabilities[self.card.class_names.index(name)]:.2%}"
            for name in self.given
        ]
        return f"Several labels are possible: {', '.join(found)}"

    @property
    def hides_heatmap(self) -> bool:
        """Whether the heat map is left out unless somebody asks for it.

        Where the answer is "no apparent retinopathy", there is nothing to point at: the heat map
        would show what spoke for a healthy retina, and look like disease. Choosing another class
        to explain is asking.
        """
        return (
            self.prediction is not None
            and self.card.grades
            and self.label_index == 0
            and self.prediction.class_index == 0
        )

    def annotation(
        self, *, heatmap: bool = True, contours: bool = False, asked: bool = False
    ) -> Annotation:
        """Return what is to be drawn on the photograph.

        Parameters
        ----------
        heatmap
            Whether the heat map is drawn in colours.
        contours
            Whether its hottest regions are outlined.
        asked
            Whether somebody asked for them where they are left out otherwise; see
            :attr:`hides_heatmap`.
        """
        left_out = self.hides_heatmap and not asked
        drawn = (heatmap or contours) and not left_out
        # Nobody asked for a heat map where it is empty.
        if self.prediction is None or not drawn or not self.prediction.heatmap.size:
            return Annotation(self.label_line())
        explained = self.prediction.class_index
        return Annotation(
            self.label_line(),
            self.prediction.heatmap,
            self.prepared.region,
            field_to_stay_in(self.field_of_view, self.card),
            self.card.gradcam.scale_of(explained),
            None if explained == self.label_index else self.card.class_names[explained],
            covering=self.card.gradcam.method == "occlusion",
            colours=heatmap,
            contours=contours,
            tells_beside=not self.card.grades,
        )
