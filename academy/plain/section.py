"""A lesson's head and its sections as text to be read aloud."""

from academy.course.claims import EVIDENCE, VERDICTS
from academy.course.models import Claim, Demo, Lesson, Section
from academy.plain.console import Console
from academy.plain.markdown import inline
from academy.progress.fold import LessonProgress


def write_head(console: Console, lesson: Lesson, progress: LessonProgress) -> None:
    """Number, title, what it takes and what it has brought so far."""
    console.say(f"SEQ. {lesson.sequence}: {lesson.title}")
    earned = f", {progress.xp} XP earned" if progress.xp else ""
    console.say(f"{lesson.track}, {lesson.minutes} min, {lesson.base_xp} BASE XP{earned}")
    console.say(lesson.summary)


def write_contents(console: Console, lesson: Lesson, at: int) -> None:
    """The sections by number."""
    for number, section in enumerate(lesson.section, 1):
        here = " (you are here)" if number == at + 1 else ""
        console.say(f"{section.title}{here}", f"{number}. ")


def write_section(console: Console, lesson: Lesson, at: int) -> None:
    """One section: its text, its demos with their code, its claims; after the last one what is related."""
    section = lesson.section[at]
    console.say()
    console.say(f"Section {at + 1} of {len(lesson.section)}: {section.title}")
    console.say()
    console.markdown(section.body)
    for number, demo in enumerate(section.demo, 1):
        _write_demo(console, lesson, number, demo)
    for claim in section.claim:
        _write_claim(console, lesson, section, claim)
    if at + 1 == len(lesson.section) and lesson.related:
        console.say()
        console.say("Related:")
        for link in lesson.related:
            about = f": {inline(link.about)}" if link.about else ""
            console.say(f"{link.title}{about} ({link.url})", "- ")


def _write_demo(console: Console, lesson: Lesson, number: int, demo: Demo) -> None:
    console.say()
    after = f", continues {lesson.demos[demo.continues].title}" if demo.continues else ""
    console.say(f"Demo {number}: {demo.title}{after}")
    if demo.about:
        console.markdown(demo.about)
    console.verbatim(demo.code.strip("\n"), "    ")


def _write_claim(console: Console, lesson: Lesson, section: Section, claim: Claim) -> None:
    console.say()
    console.say(f"FIELD CHECK: {inline(claim.said)}")
    console.say(f"{VERDICTS[claim.verdict]}.")
    console.markdown(claim.fact)
    console.say(f"Source: {claim.source}, verified {claim.verified.isoformat()}.")
    proof = ""
    if claim.proof is not None:
        numbers = {demo.id: str(number) for number, demo in enumerate(section.demo, 1)}
        name = numbers.get(claim.proof, claim.proof)
        proof = f", {lesson.demos[claim.proof].title} (d {name} runs it)"
    console.say(f"Evidence: {EVIDENCE[claim.evidence]}{proof}.")
