"""Reads a course folder, a lesson or a quiz: what is whole as typed models, the rest as problems."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from academy.course import references, source
from academy.course.code import code_mistakes
from academy.course.home import COURSE_FILE
from academy.course.mistake import Mistake
from academy.course.models import Course, CourseInfo, Lesson, Quiz, Strict
from academy.course.problems import Problem, order, quoted
from academy.course.source import Source

M = TypeVar("M", bound=Strict)


@dataclass(slots=True)
class Loaded(Generic[M]):
    """One file on its way into the course: `model` counts only while there are no `problems`."""

    source: Source
    model: M | None
    problems: list[Problem] = field(default_factory=list)

    def add(self, mistakes: Iterable[Mistake]) -> None:
        """Give mistakes their places and keep them; positions are worked out only now."""
        mistakes = list(mistakes)
        if mistakes:
            from academy.course.positions import placed  # noqa: PLC0415 - as in _load

            self.problems += placed(self.source.path, self.source.text, mistakes)

    @property
    def whole(self) -> M | None:
        """The model if nothing at all is wrong with the file."""
        return None if self.problems else self.model


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A course folder as it was found.

    A file with any problem is left out of `course`, and so is a quiz whose lesson is left out; `course` is
    None only when lessons/course.toml is unusable. The sources are those of what is in the course.
    """

    course: Course | None
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]
    lesson_sources: Mapping[str, Source]
    quiz_sources: Mapping[str, Source]

    @property
    def versions(self) -> dict[str, str]:
        """Content hash by lesson or quiz id, for events; where a quiz has its lesson's id, the quiz's."""
        both = {**self.lesson_sources, **self.quiz_sources}
        return {name: found.version for name, found in both.items()}

    def path(self, of: Lesson | Quiz) -> Path:
        """The file that a lesson or quiz came from; KeyError when it is of another course."""
        sources = self.lesson_sources if isinstance(of, Lesson) else self.quiz_sources
        return sources[of.id].path

    def locate(self, lesson_id: str, demo_id: str) -> tuple[Path, int, int]:
        """Path, line and column of a demo's id; KeyError when there is no such demo."""
        from academy.course.positions import Positions  # noqa: PLC0415 - as in _load

        found = self.lesson_sources[lesson_id]
        assert found.data is not None
        for section_path, section in references.tables(found.data, "section"):
            for path, demo in references.tables(section, "demo", section_path):
                if demo["id"] == demo_id:
                    return (found.path, *Positions(found.text).value((*path, "id")))
        raise KeyError(demo_id)


def load_course(root: Path) -> LoadResult:
    """Load a course folder, the one that holds lessons/ and quizzes/. Never raises."""
    if refused := source.folder_problem(root):
        return LoadResult(course=None, problems=(refused,), files=(), lesson_sources={}, quiz_sources={})
    lesson_files, no_lessons = toml_files(root / "lessons")
    quiz_files, no_quizzes = toml_files(root / "quizzes")
    info = load_info_file(root / "lessons" / COURSE_FILE)
    lessons = [load_lesson_file(path) for path in lesson_files if path.name != COURSE_FILE]
    quizzes = [load_quiz_file(path) for path in quiz_files]
    lesson_ids = ids_of(lessons)
    _once(lessons, "id", "duplicate-id", "the lesson id {} is taken")
    _once(quizzes, "id", "duplicate-id", "the quiz id {} is taken")
    _once(lessons, "sequence", "duplicate-sequence", "the sequence {} is taken")
    _once(quizzes, "lesson", "second-quiz", "the lesson {} has a quiz already")
    sections = sections_by_lesson(lessons)
    for file in quizzes:
        file.add(references.quiz_reference_mistakes(file.source.data or {}, lesson_ids, sections))
    whole = [(lesson, found.source) for found in lessons if (lesson := found.whole)]
    names = {lesson.id for lesson, _ in whole}
    verifying = [
        (quiz, found.source)
        for found in quizzes
        if (quiz := found.whole) and (quiz.lesson is None or quiz.lesson in names)
    ]
    course = None
    if info.whole:
        ordered = tuple(sorted((lesson for lesson, _ in whole), key=lambda lesson: lesson.sequence))
        course = Course(info=info.whole, lessons=ordered, quizzes=tuple(quiz for quiz, _ in verifying))
    loaded: list[Loaded[CourseInfo] | Loaded[Lesson] | Loaded[Quiz]] = [info, *lessons, *quizzes]
    problems = [*no_lessons, *no_quizzes, *(p for one in loaded for p in one.problems)]
    return LoadResult(
        course=course,
        problems=tuple(sorted(problems, key=order)),
        files=tuple(one.source.path for one in loaded),
        lesson_sources={lesson.id: found for lesson, found in whole},
        quiz_sources={quiz.id: found for quiz, found in verifying},
    )


def load_info_file(path: Path) -> Loaded[CourseInfo]:
    """Load the course file; that there is none is said in the course's words."""
    loaded = _load(path, CourseInfo)
    hint = 'write it: id = "..." and title = "..."; a course folder holds lessons/ and quizzes/'
    for number, problem in enumerate(loaded.problems):
        if problem.code == "not-found":
            message = "a course needs this file, and it is not there"
            loaded.problems[number] = replace(problem, message=message, hint=hint)
    return loaded


def load_lesson_file(path: Path) -> Loaded[Lesson]:
    """Load one lesson file with all that is wrong inside it."""
    return _load(path, Lesson, references.lesson_mistakes, code_mistakes)


def load_quiz_file(path: Path) -> Loaded[Quiz]:
    """Load one quiz file with all that is wrong inside it."""
    return _load(path, Quiz, references.quiz_mistakes)


def sections_by_lesson(lessons: Iterable[Loaded[Lesson]]) -> dict[str, references.Ids]:
    """The sections of each lesson that has an id, broken ones included."""
    found: dict[str, references.Ids] = {}
    for lesson in lessons:
        data = lesson.source.data or {}
        name = references.text(data, "id")
        if name is not None:
            found.setdefault(name, references.collect(references.tables(data, "section"), "section")[0])
    return found


def _load(path: Path, model: type[M], *rules: Callable[[references.Table], list[Mistake]]) -> Loaded[M]:
    found = source.read(path)
    if found.data is None:
        assert found.problem is not None
        return Loaded(found, None, [found.problem])
    typed: M | None = None
    mistakes: list[Mistake] = []
    try:
        typed = model.model_validate(found.data)
    except ValidationError as error:
        # The first paint waits for this module: what explains mistakes is loaded once there is one.
        from academy.course.shape import shape_mistakes  # noqa: PLC0415

        mistakes = shape_mistakes(model, error)
    loaded = Loaded(found, typed)
    loaded.add([*mistakes, *(mistake for rule in rules for mistake in rule(found.data))])
    return loaded


def toml_files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The folder's TOML files by name, none where there is no folder; hidden ones are some editor's."""
    try:
        found = [
            path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith(".")
        ]
    except FileNotFoundError:
        return [], []
    except (OSError, ValueError) as error:
        message = f"this folder cannot be read: {source.reason(error)}"
        return [], [Problem(folder, 1, 1, "unreadable", message)]
    return sorted(found), []


def ids_of(files: Iterable[Loaded[M]]) -> references.Ids:
    """The ids that files of one kind have."""
    ids = references.Ids()
    for file in files:
        name = references.text(file.source.data or {}, "id")
        if name is None:
            ids.complete = False
        else:
            ids.at[name] = ()
    return ids


def _once(files: Iterable[Loaded[M]], key: str, code: str, message: str) -> None:
    """A mistake for each file whose value of `key` an earlier file has."""
    first: dict[str | int, Path] = {}
    for file in files:
        value = (file.source.data or {}).get(key)
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            continue
        if value in first:
            hint = f"{first[value].name} has it; give one of them another"
            file.add([Mistake((key,), code, message.format(quoted(value)), hint)])
        else:
            first[value] = file.source.path
