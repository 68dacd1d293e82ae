"""The words of the grading form."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fundusviewer.grading.schemes import FormResult, Plan, Quality

translate = QCoreApplication.translate


def section_title(code: str) -> str:
    """Return the title of a scheme's section, or of one that all schemes have."""
    titles = {
        "retinopathy": translate("FormPanel", "Retinopathy"),
        "maculopathy": translate("FormPanel", "Macula"),
        "treatment": translate("FormPanel", "Laser treatment"),
        "findings": translate("FormPanel", "Other findings"),
        "quality": translate("FormPanel", "Quality (Q)"),
        "plan": translate("FormPanel", "Plan (R)"),
    }
    return titles[code]


def quality_words(quality: Quality) -> str:
    """Return a quality in words."""
    words = {
        Quality.GOOD: translate("FormPanel", "Good"),
        Quality.ADEQUATE: translate("FormPanel", "Adequate"),
        Quality.INADEQUATE: translate("FormPanel", "Inadequate: cannot be graded"),
    }
    return words[quality]


def plan_name(plan: Plan) -> str:
    """Return a plan in words."""
    words = {
        Plan.RECALL: translate("FormPanel", "Photographs again"),
        Plan.EARLY_RECALL: translate("FormPanel", "Photographs again early"),
        Plan.REPEAT: translate("FormPanel", "Repeat now, or examine in another way"),
        Plan.REFER: translate("FormPanel", "Refer"),
        Plan.REFER_URGENTLY: translate("FormPanel", "Refer urgently"),
    }
    return words[plan]


def plan_words(result: FormResult, *, own: bool) -> str:
    """Return what is to happen and when; whether it is the grader's ``own`` or proposed."""
    if result.plan is None:
        return translate("FormPanel", "No plan yet")
    words = plan_name(result.plan)
    if result.months is not None:
        words = translate("FormPanel", "{plan} in {months} months").format(
            plan=words, months=result.months
        )
    return words if own else translate("FormPanel", "{plan} (proposed)").format(plan=words)
