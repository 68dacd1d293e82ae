"""The fields of a result that tell places, eye, lesions and macular oedema."""

from __future__ import annotations

import json

from fundusviewer.anatomy.records import landmark_fields, lesion_fields
from tests.screening.marks import LANDMARKS, make_lesions

FOUND: dict[str, object] = {
    "landmarks_json": json.dumps(landmark_fields(LANDMARKS)),
    "picture_eye": "OS",
    "macular_oedema_risk": 1,
    "macular_oedema_probability": 0.25,
    "macular_oedema_assessable": 1,
    "quality_json": '{"good": 0.75, "reject": 0.25}',
    "unfamiliarity": 3.5,
    "lesions_json": json.dumps(lesion_fields(make_lesions())),
    "lesions_model": "tiny-lesions 0.0.1",
}
NOT_ASSESSABLE: dict[str, object] = {
    "macular_oedema_risk": None,
    "macular_oedema_probability": None,
    "macular_oedema_assessable": 0,
}
