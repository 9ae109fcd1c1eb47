"""Lessons for tests, written in a line or two."""

from collections.abc import Mapping
from typing import Any

from academy.course.models import Lesson


def lesson(*demos: Mapping[str, Any], reply: tuple[Mapping[str, Any], ...] = ()) -> Lesson:
    """A lesson of one section with these demos; each has at least `id` and `code`."""
    filled = tuple({"title": f"Demo {demo['id']}", "expect": {}, **demo} for demo in demos)
    return Lesson.model_validate(
        {
            "id": "tested",
            "sequence": 1,
            "title": "Tested",
            "track": "Testing",
            "summary": "Is run by tests.",
            "minutes": 1,
            "base_xp": 0,
            "section": ({"id": "only", "title": "Only", "body": "Text.", "demo": filled},),
            "reply": reply,
        }
    )
