"""A quiz line by line: one answer a line on stdin and nothing else; the last line on stdout is the score."""

import re
from typing import Final

from academy.course.models import Question
from academy.plain.console import Console
from academy.plain.markdown import inline
from academy.progress.journal import Journal
from academy.progress.result import opening, rereads, score_line, sentences, verified
from academy.quiz.attempt import Attempt
from academy.quiz.feedback import MARKS, OVERTAKEN, heading, how_to_answer, marked, verdict
from academy.quiz.scoring import acceptable

_NUMBERS: Final = re.compile(r"[1-9](?:\s*,\s*[1-9])*")


def take(journal: Journal, quiz_id: str, console: Console) -> bool:
    """Take up the open attempt at a quiz, or begin one, and ask until it or the input ends; whether it is over.

    Raises KeyError when the course has no such quiz, LogError when an answer cannot be kept.
    """
    attempt = journal.start_attempt(quiz_id)
    _introduce(attempt, journal, console)
    while (question := attempt.current) is not None:
        _ask(attempt, question, console)
        response = _response(attempt, question, console)
        if response is None:
            _keep_for_later(attempt, console)
            return False
        attempt, _ = journal.answer(attempt, response)
        if frozenset(attempt.answers[question.id]) != response:
            console.note(OVERTAKEN)
        _feedback(attempt, question, console)
    _finish(attempt, journal, console)
    return True


def parse(line: str, attempt: Attempt, question: Question) -> frozenset[str] | None:
    """The option ids of a line such as `2` or `1,3`; None when it cannot be taken as an answer."""
    if not _NUMBERS.fullmatch(line):
        return None
    options = attempt.options(question)
    numbers = {int(number) for number in line.split(",")}
    if max(numbers) > len(options):
        return None
    chosen = frozenset(options[number - 1].id for number in numbers)
    return chosen if acceptable(question, chosen) else None


def _introduce(attempt: Attempt, journal: Journal, console: Console) -> None:
    console.say(attempt.quiz.title)
    for sentence in opening(attempt, journal.course):
        console.note(sentence)
    if console.interactive:
        console.note("Type the number of your answer. Ctrl+d leaves, and keeps the attempt for later.")
    if attempt.quiz.intro and not attempt.answers:
        console.say()
        console.markdown(attempt.quiz.intro)


def _ask(attempt: Attempt, question: Question, console: Console) -> None:
    console.say()
    console.say(heading(attempt, question))
    console.markdown(question.prompt)
    console.say()
    for number, option in enumerate(attempt.options(question), 1):
        console.say(inline(option.text), f"{number}. ")
    console.say(how_to_answer(question))


def _response(attempt: Attempt, question: Question, console: Console) -> frozenset[str] | None:
    last = len(question.option)
    several = question.kind == "multiple"
    while (line := console.ask("Your answer:")) is not None:
        chosen = parse(line, attempt, question)
        if chosen is not None:
            return chosen
        form = (
            f"numbers from 1 to {last} with commas, such as 1,2" if several else f"a number from 1 to {last}"
        )
        console.note(f"That is no answer to this question. Type {form}.")
    return None


def _feedback(attempt: Attempt, question: Question, console: Console) -> None:
    console.say()
    console.say(verdict(attempt, question))
    for each in marked(attempt, question):
        if each.mark != "none":
            console.say(f"{inline(each.option.text)} ({MARKS[each.mark]})", f"{each.number}. ")
        if each.says:
            console.say(inline(each.says), "   ")
    console.markdown(question.explanation)


def _keep_for_later(attempt: Attempt, console: Console) -> None:
    answered = f"{len(attempt.answers)} of {len(attempt.questions)}"
    console.note(f"Kept for later, {answered} answered. The same command goes on from here.")


def _finish(attempt: Attempt, journal: Journal, console: Console) -> None:
    award = journal.finish(attempt)
    console.say()
    missed = rereads(attempt, journal.course)
    if missed:
        console.say("To read again:")
    for each in missed:
        where = f" Section: {each.section.title}." if each.section else ""
        console.say(f"{inline(each.question.prompt)}{where}", f"QUERY {each.number}: ")
    lesson = verified(attempt, journal.course)
    for each in missed if lesson else ():
        if each.section and lesson:
            console.note(f"academy open {lesson.id}#{each.section.id}")
    for sentence in sentences(attempt, award, journal.course):
        console.say(sentence)
    console.say(score_line(attempt, award))
