"""`academy open`: straight into a lesson, on the screen or line by line."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from academy.course.loader import LoadResult
    from academy.course.models import Lesson
    from academy.plain.console import Console
    from academy.progress.journal import Journal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("lesson", metavar="LESSON[#SECTION]", help="the lesson, and where in it to begin")
    parser.add_argument("--section", metavar="ID", help="the section to begin at; else where reading stopped")
    parser.add_argument("--plain", action="store_true", help="line by line: one command a line, h shows them")
    parser.add_argument("--course", metavar="DIR", help="the folder that holds lessons/ and quizzes/")


def run(args: argparse.Namespace) -> int:
    """Show the lesson until it is left."""
    from academy.cli.wanted import find_lesson

    root, found, lesson, section = find_lesson(args.lesson, args.course, args.section)
    if args.plain:
        return _plain(root, found, lesson, section)
    from academy.cli.screen import show

    plain = f"academy open {args.lesson} --plain"
    return show(args, plain=plain, found=(root, found), lesson=lesson.id, section=section)


def _plain(root: Path, found: "LoadResult", lesson: "Lesson", section: str | None) -> int:
    from academy.cli.opened import opened_log
    from academy.plain.console import Console
    from academy.plain.demos import Demos
    from academy.plain.lesson import Reading
    from academy.progress.journal import Journal

    assert found.course is not None, "a lesson that was found stands in a course"
    console, demos = Console(), Demos(lesson)
    with opened_log() as log:
        journal = Journal(log, found.course, found.versions)
        try:
            Reading(lesson, journal, console, demos, lambda: may_run(root, journal, console)).read(section)
        finally:
            demos.close()
    return 0


def may_run(root: Path, journal: "Journal", console: "Console") -> bool:
    """Whether demos of a folder may run: ours may, a stranger's once the learner has said so, asked once a folder."""
    from academy.course import home
    from academy.demo import trust

    if root.resolve() == home.shipped().resolve() or trust.trusted(journal.state.options, root):
        return True
    answer = console.ask(f"{trust.question(root)} [y/N]")
    if (answer or "").lower() not in {"y", "yes"}:
        console.note("Nothing was run.")
        return False
    journal.set_option(trust.option(root), True)  # noqa: FBT003 - the value of an option
    return True
