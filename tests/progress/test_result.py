"""What is said when an attempt is over."""

from academy.course.models import Course, CourseInfo, Lesson, Option, Question, Quiz, Section
from academy.progress.journal import Award
from academy.progress.result import NO_LESSON, opening, rereads, score_line, sentences
from academy.quiz.attempt import Attempt


def question(name: str, section: str | None) -> Question:
    options = tuple(Option(id=o, text=o, correct=o != "wrong", feedback="so") for o in ("a", "b", "wrong"))
    return Question(
        id=name, kind="multiple", prompt=f"{name}?", explanation="!", option=options, section=section
    )


LESSON = Lesson(
    id="lesson",
    sequence=1,
    title="Lesson",
    track="T",
    summary="S",
    minutes=1,
    base_xp=100,
    section=(Section(id="here", title="Here", body="text"),),
)
QUIZ = Quiz(
    id="quiz", title="Quiz", lesson="lesson", question=(question("one", "here"), question("two", "gone"))
)
COURSE = Course(info=CourseInfo(id="c", title="C"), lessons=(LESSON,), quizzes=(QUIZ,))
ALONE = Course(info=CourseInfo(id="quiz", title="Quiz"), quizzes=(QUIZ,))


def attempt(*answers: tuple[str, ...], number: int = 1) -> Attempt:
    made = Attempt(QUIZ, "id", number)
    for answer in answers:
        made = made.answer(answer)
    return made


def award(paid: int, *, bonus: int = 0, levels: tuple[int, int] = (1, 1)) -> Award:
    return Award(paid, 1.0, bonus, *levels)


def test_the_score_line_is_the_one_that_scripts_read() -> None:
    assert score_line(attempt(("a", "b"), ("a", "b")), award(150)) == "SCORE 2/2 +150 XP"
    assert score_line(attempt(("a",), ("wrong",)), award(25)) == "SCORE 0.5/2 +25 XP"


def test_a_first_attempt_says_what_it_brought() -> None:
    flawless = attempt(("a", "b"), ("a", "b"))
    assert sentences(flawless, award(150, bonus=50, levels=(1, 2)), COURSE) == (
        "Passed.",
        "50 of the XP for a flawless first attempt.",
        "Level 2 reached.",
    )
    failed = attempt(("wrong",), ("wrong",))
    assert sentences(failed, award(0), COURSE) == (
        "Not passed yet: 60% of the points are needed.",
        "No XP this time. A better attempt pays.",
    )


def test_a_retry_says_that_nothing_is_paid_twice() -> None:
    again = attempt(("a", "b"), ("a", "b"), number=2)
    for paid in (0, 40):
        assert any("never paid twice" in sentence for sentence in sentences(again, award(paid), COURSE))


def test_a_quiz_whose_lesson_is_not_here_says_so_before_and_after() -> None:
    done = attempt(("a", "b"), ("a", "b"))
    assert NO_LESSON in sentences(done, award(0), ALONE)
    assert opening(Attempt(QUIZ, "id", 1), ALONE) == (NO_LESSON,)
    assert opening(Attempt(QUIZ, "id", 1), COURSE) == ()


def test_an_attempt_that_goes_on_says_how_far_it_is() -> None:
    assert opening(attempt(("a",)), COURSE) == (
        "Going on with the attempt you began: 1 of 2 answered already.",
    )


def test_what_was_missed_names_the_section_where_the_course_has_it() -> None:
    found = rereads(attempt(("a",), ("wrong",)), COURSE)
    assert [(each.number, each.section.id if each.section else None) for each in found] == [
        (1, "here"),
        (2, None),
    ]
    assert rereads(attempt(("a", "b"), ("a", "b")), COURSE) == ()
