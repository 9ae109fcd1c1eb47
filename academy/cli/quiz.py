"""`academy quiz`: a quiz on the screen, or line by line."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from academy.course.loader import LoadResult
    from academy.course.models import Quiz


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "quiz", metavar="QUIZ", help="the id of a quiz of the course, or the TOML file of one"
    )
    parser.add_argument(
        "--plain", action="store_true", help="line by line: one answer a line, such as 2 or 1,3"
    )
    parser.add_argument("--course", metavar="DIR", help="the folder that holds lessons/ and quizzes/")


def run(args: argparse.Namespace) -> int:
    """Take the quiz; 0 whatever the score."""
    from academy.cli.wanted import find_quiz

    root, found, quiz = find_quiz(args.quiz, args.course)
    if args.plain:
        return _plain(found, quiz)
    from academy.cli.screen import show

    return show(args, plain=f"academy quiz {args.quiz} --plain", found=(root, found), quiz=quiz.id)


def _plain(found: "LoadResult", quiz: "Quiz") -> int:
    from academy.cli.opened import opened_log
    from academy.plain.console import Console
    from academy.plain.quiz import take
    from academy.progress.journal import Journal

    assert found.course is not None, "a quiz that was found stands in a course"
    with opened_log() as log:
        take(Journal(log, found.course, found.versions), quiz.id, Console())
    return 0
