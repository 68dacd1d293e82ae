"""The request that marks lesions on one photograph."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fundusviewer.gui.threads.inference_worker import Job, OpenModels
from fundusviewer.gui.threads.whole_photograph import WholePhotograph
from fundusviewer.imaging import FundusImage, decode, load
from fundusviewer.inference import ModelLibrary
from fundusviewer.inference.opening import no_lesion_marker
from fundusviewer.screening import Finding
from fundusviewer.screening.examination.finding import MarkedLesions
from fundusviewer.screening.examination.lesions import can_have_lesions, mark_lesions


@dataclass(frozen=True, eq=False)
class MarkLesions:
    """Mark the lesions on a photograph that was examined, and store them.

    Attributes
    ----------
    finding
        Of a model that grades.
    job
        Where they go.
    whole
        The photograph on screen, which then is not decoded once more; ``None`` where it is not
        there.
    """

    finding: Finding
    job: Job
    whole: WholePhotograph | None = None

    def perform(self, models: OpenModels) -> Finding:
        """Return the finding with lesions; what is in the database is not computed again.

        Raises
        ------
        ModelNotFoundError
            If there is no model that marks lesions.
        FundusViewerError
            If the photograph cannot be read any more, or was changed, or the answer not be used
            or stored.
        """
        finding = self.finding
        if not can_have_lesions(finding):
            return finding
        marker = models.lesion_marker
        if marker is None:
            raise no_lesion_marker(ModelLibrary.default())
        sha256 = finding.image.source.sha256
        known = self.job.store.lesions_of([sha256]).get(sha256)
        if known is not None and known.model_sha256 == marker.sha256:
            return replace(finding, lesions=known)
        image = self._image()
        if image is None:
            # Whoever asked will examine it anew.
            return finding
        answer = mark_lesions(replace(finding, image=image), marker)
        if answer is None or answer.lesions is None:
            return finding
        marked = MarkedLesions.of(answer.lesions, marker, finding)
        self.job.store.add_lesions(sha256, marked)
        return replace(finding, lesions=marked)

    def _image(self) -> FundusImage | None:
        """Return the photograph with all of its pixels; ``None`` where the file is another now."""
        known = self.finding.image
        if self.whole is not None and self.whole.sha256 == known.source.sha256:
            return replace(known, pixels=self.whole.pixels())
        file = load(self.finding.path)
        return decode(file) if file.sha256 == known.source.sha256 else None
