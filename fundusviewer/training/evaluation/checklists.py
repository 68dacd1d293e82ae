"""Checklists for reports on such models: what a run knows, and what its author must say.

The items are told in short in our words; what counts is the published wording. Numbers and topics
were held against checklists that authors filled in and published:

- CLAIM 2024: Tejani et al., Checklist for Artificial Intelligence in Medical Imaging (CLAIM): 2024
  update. Radiology: Artificial Intelligence 2024; 6(4): e240300.
- TRIPOD+AI: Collins et al., BMJ 2024; 385: e078378.
- STARD-AI: Sounderajah et al., Nature Medicine 2025; 31: 3283-3289, with its own numbers, which are
  not those of STARD 2015.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: What a run may know; :mod:`..pipeline.run_facts` says it.
Fact = Literal[
    "technology", "sources", "preparation", "left out", "partitions", "disjoint", "model",
    "software", "start", "training", "selection", "ensemble", "metrics", "intervals", "sets",
    "explanation", "internal", "external", "counts", "performance", "failures", "limits", "file",
    "imbalance", "output", "calibration", "thresholds", "confusion", "missing", "reject",
]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One item: its number, what is asked, and what a run may know of it."""

    number: str
    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """A checklist with where it was published."""

    name: str
    source: str
    items: tuple[Item, ...]

    def filled(self, facts: Mapping[Fact, str]) -> tuple[tuple[Item, str], ...]:
        """Return each item with what the run knows, empty where its author must say it."""
        return tuple(
            (item, " ".join(facts[fact] for fact in item.facts if facts.get(fact)))
            for item in self.items
        )


CLAIM = Checklist(
    "CLAIM 2024",
    "Tejani et al., Radiology: Artificial Intelligence 2024; 6(4): e240300",
    (
        Item("1", "Title or abstract: a study of AI, and of which technology", ("technology",)),
        Item("2", "Structured abstract: design, methods, results, conclusions"),
        Item("3", "Background, intended use, and the role of the AI"),
        Item("4", "Aims, objectives, hypotheses"),
        Item("5", "Prospective or retrospective"),
        Item("6", "Goal of the study"),
        Item("7", "Sources of the data", ("sources",)),
        Item("8", "Inclusion and exclusion criteria", ("left out",)),
        Item("9", "Preprocessing of the data", ("preparation",)),
        Item("10", "Selection of subsets of the data", ("left out",)),
        Item("11", "De-identification"),
        Item("12", "How missing data were handled", ("missing",)),
        Item("13", "How the images were acquired"),
        Item("14", "Reference standard: how it was obtained"),
        Item("15", "Reference standard: why this one"),
        Item("16", "Reference standard: who annotated"),
        Item("17", "How the test set was annotated"),
        Item("18", "Variability between and within annotators"),
        Item("19", "How data were assigned to partitions", ("partitions",)),
        Item("20", "At which level partitions are disjoint", ("disjoint",)),
        Item("21", "Intended sample size"),
        Item("22", "The model in detail", ("model",)),
        Item("23", "Software, libraries, versions", ("software",)),
        Item("24", "How parameters were initialised", ("start",)),
        Item("25", "The training in detail", ("training",)),
        Item("26", "How the final model was selected", ("selection",)),
        Item("27", "Ensembling", ("ensemble",)),
        Item("28", "Measures of performance", ("metrics",)),
        Item("29", "Statistical significance and uncertainty", ("intervals",)),
        Item("30", "Robustness and sensitivity analysis", ("sets",)),
        Item("31", "Explainability", ("explanation",)),
        Item("32", "Evaluation on internal data", ("internal",)),
        Item("33", "Testing on external data", ("external",)),
        Item("34", "Registration of a clinical trial"),
        Item("35", "Patients or examinations included and excluded", ("counts", "left out")),
        Item("36", "Demographic and clinical characteristics in each partition"),
        Item("37", "Performance on all partitions, with uncertainty", ("performance",)),
        Item("38", "Diagnostic performance and its precision", ("performance",)),
        Item("39", "Analysis of failures", ("failures",)),
        Item("40", "Limitations", ("limits",)),
        Item("41", "Implications for practice"),
        Item("42", "Where the full protocol is, or further technical detail"),
        Item("43", "Availability of software, model and data", ("file",)),
        Item("44", "Funding, and the role of the funders"),
    ),
)

TRIPOD_AI = Checklist(
    "TRIPOD+AI",
    "Collins et al., BMJ 2024; 385: e078378",
    (
        Item("1", "Title: development or evaluation, target population, outcome"),
        Item("2", "Abstract: see TRIPOD+AI for abstracts"),
        Item("3a", "Healthcare context and rationale, existing models"),
        Item("3b", "Target population, purpose in the pathway of care, intended users"),
        Item("3c", "Known health inequalities"),
        Item("4", "Objectives: development, validation or both"),
        Item("5a", "Sources of the data, why these, how representative", ("sources",)),
        Item("5b", "Dates of the data"),
        Item("6a", "Setting: care, number and place of the centres"),
        Item("6b", "Eligibility of participants", ("left out",)),
        Item("6c", "Treatments received"),
        Item("7", "Preparation and quality checks of the data", ("preparation",)),
        Item("8a", "Outcome: definition, time, how assessed, why this one"),
        Item("8b", "Qualification of those who assessed the outcome"),
        Item("8c", "Blinding of the assessment of the outcome"),
        Item("9a", "Choice of the predictors", ("preparation",)),
        Item("9b", "Definition of the predictors, how and when measured"),
        Item("9c", "Qualification of those who assessed predictors"),
        Item("10", "How the sample size was arrived at"),
        Item("11", "How missing data were handled", ("missing",)),
        Item("12a", "How the data were used and partitioned", ("partitions", "disjoint")),
        Item("12b", "How predictors were handled: scaling, transformation", ("preparation",)),
        Item("12c", "Type of model, steps of building, tuning, internal validation",
             ("model", "training", "selection")),
        Item("12d", "Heterogeneity across clusters (hospitals, countries)", ("sets",)),
        Item("12e", "Measures and plots of performance", ("metrics",)),
        Item("12f", "Model updating (recalibration)", ("calibration",)),
        Item("12g", "How predictions were calculated in the evaluation", ("internal",)),
        Item("13", "Class imbalance: methods, and recalibration", ("imbalance", "calibration")),
        Item("14", "Approaches to fairness"),
        Item("15", "Output of the model, and how thresholds were found", ("output", "thresholds")),
        Item("16", "Differences between development and evaluation data", ("external",)),
        Item("17", "Ethical approval and consent"),
        Item("18a", "Funding"),
        Item("18b", "Conflicts of interest"),
        Item("18c", "Protocol"),
        Item("18d", "Registration"),
        Item("18e", "Availability of the data"),
        Item("18f", "Availability of the code", ("software",)),
        Item("19", "Involvement of patients and the public"),
        Item("20a", "Flow of participants, with and without the outcome", ("counts",)),
        Item("20b", "Characteristics overall and of each source"),
        Item("20c", "Comparison of evaluation with development data", ("counts",)),
        Item("21", "Participants and outcomes in each analysis", ("counts",)),
        Item("22", "The full model, and access to it", ("file",)),
        Item("23a", "Performance with confidence intervals, subgroups", ("performance",)),
        Item("23b", "Heterogeneity of performance across clusters", ("sets",)),
        Item("24", "Results of model updating", ("calibration",)),
        Item("25", "Interpretation, fairness included"),
        Item("26", "Limitations", ("limits",)),
        Item("27a", "How poor or missing input is to be handled in use", ("reject",)),
        Item("27b", "What users must do, and which expertise they need"),
        Item("27c", "Next steps, applicability and generalisability"),
    ),
)  # fmt: skip

STARD_AI = Checklist(
    "STARD-AI",
    "Sounderajah et al., Nature Medicine 2025; 31: 3283-3289",
    (
        Item("1", "Title or abstract: AI-centred diagnostic accuracy, with a measure of it"),
        Item("2", "Structured abstract"),
        Item("3", "Background, intended use, and how the index test fits into the workflow"),
        Item("4", "Objectives and hypotheses"),
        Item("5", "Whether data were collected before or after the tests"),
        Item("6", "Approval by an ethics committee"),
        Item("7", "Eligibility of participants and of data", ("left out",)),
        Item("8", "On what basis participants were identified"),
        Item("9", "Where and when they were identified"),
        Item("10", "Consecutive, random or convenience series"),
        Item("11", "Source of the data: routine, for the study, or open", ("sources",)),
        Item("12", "Who annotated, with which experience, and how"),
        Item("13", "Devices that captured the data; software with its version", ("software",)),
        Item("14", "How data were acquired and preprocessed", ("preparation",)),
        Item("15a", "Index test, so that it can be repeated", ("model", "preparation")),
        Item("15b", "How the index test was developed, with sample sizes",
             ("training", "partitions", "disjoint", "counts")),
        Item("15c", "Cut-offs of the index test, fixed before or explored", ("thresholds",)),
        Item("15d", "Intended user, and the expertise that is needed"),
        Item("16a", "Reference standard, so that it can be repeated"),
        Item("16b", "Why this reference standard"),
        Item("16c", "Cut-offs of the reference standard, fixed before or explored"),
        Item("17a", "What those who ran the index test knew"),
        Item("17b", "What those who assessed the reference standard knew"),
        Item("18", "How measures of accuracy were estimated or compared", ("metrics", "intervals")),
        Item("19", "How indeterminate results were handled", ("reject",)),
        Item("20", "How missing data were handled", ("missing",)),
        Item("21", "Analyses of variability in accuracy", ("sets",)),
        Item("22", "Intended sample size"),
        Item("23", "Analysis of errors, algorithmic bias and fairness", ("failures",)),
        Item("24", "Flow of participants", ("counts", "left out")),
        Item("25", "Characteristics of training, validation and test set", ("counts",)),
        Item("26a", "Distribution of severity of those with the condition", ("counts",)),
        Item("26b", "Other diagnoses of those without the condition"),
        Item("27", "Time and treatment between index test and reference standard"),
        Item("28", "Whether the data represent those for whom the test is meant"),
        Item("29", "How data of an external evaluation differ", ("external",)),
        Item("30", "Index test against reference standard as a table", ("confusion",)),
        Item("31", "Accuracy with its precision", ("performance",)),
        Item("32", "Harm from the tests"),
        Item("33", "Limitations: bias, uncertainty, generalisability", ("limits",)),
        Item("34", "Implications for practice, intended use and clinical role"),
        Item("35", "Ethical considerations and fairness"),
        Item("36", "Registration"),
        Item("37", "Where the full protocol is"),
        Item("38", "Funding, and the role of the funders"),
        Item("39", "Commercial interests"),
        Item("40a", "Availability of data and code, and restrictions", ("file",)),
        Item("40b", "Whether outputs are stored and can be audited"),
    ),
)  # fmt: skip

CHECKLISTS = (CLAIM, TRIPOD_AI, STARD_AI)
