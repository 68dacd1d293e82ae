"""What was found of a model at this clinic, in sentences."""

from __future__ import annotations

from fundusviewer.training.clinic.proposal import Fit


def too_few(fit: Fit) -> str:
    """Return what is missing for figures; empty where nothing is."""
    counted = fit.needed
    if counted.is_enough:
        return ""
    if not fit.used:
        return (
            "No photograph has been graded by both a doctor and this model file. Needed are "
            f"{counted.referable_needed} patients with a referable photograph (grade 2 or more) "
            f"and {counted.others_needed} with one that is not."
        )
    if counted.referable == 0 or counted.others == 0:
        kind = "referable" if counted.others == 0 else "not referable"
        return (
            f"All {len(fit.used)} photographs are {kind} by the doctor's grade: nothing can be "
            "fitted to one kind alone. "
            f"{_missing(fit)}"
        )
    return _missing(fit)


def _missing(fit: Fit) -> str:
    counted = fit.needed
    return (
        f"Too few patients: {counted.missing_referable} more with a referable photograph (grade 2 "
        f"or more) and {counted.missing_others} more with one that is not are needed; there are "
        f"{counted.referable} and {counted.others}."
    )


def bias(fit: Fit) -> str:
    """Return how far the reviews were led by the program's answer."""
    seen = sum(not case.blind for case in fit.used)
    if seen == 0:
        return "All reviews were made before the program's answer was shown."
    return (
        f"{seen} of {len(fit.used)} reviews were made with the program's answer in sight. Such "
        "reviews lean towards it: these figures are probably too good. Grade blind to know."
    )


def left_out(fit: Fit) -> list[str]:
    """Return which reviews are in none of the figures, and why."""
    cases = fit.cases
    told = []
    if cases.refused:
        told.append(
            f"Graded photographs that the program refused: {cases.refused}, referable of them: "
            f"{cases.refused_referable}. They are in none of the figures."
        )
    if cases.ungradable:
        told.append(f"Photographs that the doctor calls ungradable: {cases.ungradable}.")
    if cases.others:
        told.append(f"Reviewed photographs that this model file did not grade: {cases.others}.")
    unused = len(cases.graded) - len(fit.used)
    if unused:
        told.append(
            f"{unused} photographs that were reviewed with the program's answer in sight are left "
            "out, for there are enough others."
        )
    return told
