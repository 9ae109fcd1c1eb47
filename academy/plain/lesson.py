"""A lesson line by line: a section at a time, demos that run, the quiz at the end; one command a line on stdin."""

from collections.abc import Callable, Iterable
from typing import Final

from academy.course.models import Demo, Lesson
from academy.demo import transcript
from academy.demo.interpreter import InterpreterError
from academy.demo.run import DemoEvent, Finished
from academy.log.error import LogError
from academy.plain import quiz
from academy.plain.console import Console
from academy.plain.demos import Demos
from academy.plain.running import Teller
from academy.plain.section import write_contents, write_head, write_section
from academy.progress.journal import Journal
from academy.sandbox import SandboxError
from academy.sandbox.ledger import ledger

HELP: Final = """\
enter   the next section
b       the section before
3       the third section
t       the sections by number
d       run the next demo of this section; d 2 the second; d start the one with that id
j       the code of the last demo, or of d 2 as j 2, in JavaScript (shown, not run)
w s l   what crossed the wire, what the server holds, the tokens: of the last demo that ran
r       forget all variables; the next run starts afresh
v       verify: the quiz
q       quit; you come back to this section"""


class Reading:
    """One learner in one lesson.

    `may_run` is asked before a demo runs and says no itself where the learner did.
    """

    def __init__(
        self, lesson: Lesson, journal: Journal, console: Console, demos: Demos, may_run: Callable[[], bool]
    ) -> None:
        self.lesson = lesson
        self.at = 0
        self._journal = journal
        self._console = console
        self._demos = demos
        self._may_run = may_run
        self._teller = Teller(console, lesson)
        self._ran: list[str] = []

    def read(self, section_id: str | None = None) -> None:
        """Read from a section, or from where reading stopped, until `q` or the end of input."""
        progress = self._journal.state.lessons[self.lesson.id]
        names = [section.id for section in self.lesson.section]
        wanted = section_id or progress.section
        self.at = names.index(wanted) if wanted in names else 0
        self._note_down(lambda: self._journal.opened(self.lesson.id))
        write_head(self._console, self.lesson, progress)
        self._show()
        if self._console.interactive:
            self._console.note("\nh shows what you can type.")
        while (line := self._console.ask(self._prompt())) is not None:
            word, _, rest = line.partition(" ")
            if word.lower() in {"q", "quit", "exit"}:
                break
            if not self._obey(word.lower(), rest.strip()):
                break
        self._console.note(
            f"You are in section {self.at + 1} of {len(names)}. The same command goes on from here."
        )

    def _obey(self, word: str, rest: str) -> bool:
        """Do what a line says; False when the input ended on the way."""
        match word:
            case "" | "n":
                self._go(self.at + 1)
            case "b":
                self._go(self.at - 1)
            case "t":
                write_contents(self._console, self.lesson, self.at)
            case "d":
                self._run(rest)
            case "j":
                self._javascript(rest)
            case "w" | "s" | "l":
                self._look(word)
            case "r":
                self._demos.reset()
                self._ran.clear()
                self._console.note("All variables are forgotten.")
            case "v":
                return self._verify()
            case "h" | "?" | "help":
                self._console.verbatim(HELP)
            case _ if word.isascii() and word.isdecimal() and len(word) < 4:
                self._go(int(word) - 1)
            case _:
                self._console.note(f"`{word}` is nothing I know. h shows what you can type.")
        return True

    def _prompt(self) -> str:
        demos = ", d run a demo" if self.lesson.section[self.at].demo else ""
        if self.at + 1 < len(self.lesson.section):
            return f"\n[{self.at + 1}/{len(self.lesson.section)}] enter next{demos}, h help, q quit:"
        verify = ", v verify" if self._journal.course.quiz_of(self.lesson) else ""
        return f"\n[the last section]{verify}{demos}, b back, h help, q quit:"

    def _go(self, at: int) -> None:
        if 0 <= at < len(self.lesson.section):
            self.at = at
            self._show()
        elif at == len(self.lesson.section):
            verify = "v takes the verification, " if self._journal.course.quiz_of(self.lesson) else ""
            self._console.note(f"That was the last section. {verify}q quits.")
        else:
            self._console.note(f"The sections go from 1 to {len(self.lesson.section)}.")

    def _show(self) -> None:
        write_section(self._console, self.lesson, self.at)
        section = self.lesson.section[self.at].id
        self._note_down(lambda: self._journal.reading(self.lesson.id, section))

    def _run(self, rest: str) -> None:
        demo = self._demo(rest)
        if demo is None or not self._may_run():
            return
        try:
            self._demos.run(demo.id, self._follow)
        except SandboxError as error:
            self._console.note(f"The sandbox did not start: {error.message} {error.remedy}")
        except InterpreterError as error:
            self._console.note(
                f"No interpreter could be started: {error} `academy doctor` says what is lacking."
            )

    def _follow(self, event: DemoEvent) -> None:
        """Tell what happens; that a demo ended is in the log before its verdict is read."""
        if isinstance(event, Finished):
            run = event.run
            self._ran.append(run.demo)
            self._note_down(lambda: self._journal.ran_demo(run.lesson, run.demo, run.ok))
        self._teller.follow(event)

    def _demo(self, rest: str) -> Demo | None:
        """The demo that was named; without a name the first here that has not run yet."""
        here = self.lesson.section[self.at].demo
        if rest in self.lesson.demos:
            return self.lesson.demos[rest]
        if rest.isascii() and rest.isdecimal() and 1 <= int(rest[:4]) <= len(here):
            return here[int(rest[:4]) - 1]
        fresh = [demo for demo in here if demo.id not in self._ran]
        if rest:
            self._console.note(f"There is no demo `{rest}` here.")
        elif fresh:
            return fresh[0]
        elif here:
            self._console.note(f"Every demo here has run. d 1 to d {len(here)} runs one again.")
        else:
            self._console.note("There is no demo in this section.")
        return None

    def _javascript(self, rest: str) -> None:
        ran = self.lesson.demos[self._ran[-1]] if self._ran else None
        demo = self._demo(rest) if rest else ran or self._demo("")
        if demo is None:
            return
        if demo.javascript is None:
            self._console.note(f"{demo.title} is shown in Python only.")
            return
        self._console.say(f"{demo.title} in JavaScript, which is not run here:")
        self._console.verbatim(demo.javascript.strip("\n"), "    ")

    def _look(self, word: str) -> None:
        if not self._ran:
            self._console.note("Nothing has run yet. d runs a demo.")
            return
        exchanges = self._demos.exchanges(self._ran[-1])
        lines: Iterable[str]
        if word == "w":
            lines = transcript.wire(exchanges)
        elif word == "s":
            lines = transcript.state(self._demos.state())
        else:
            lines = transcript.ledger(ledger(exchanges))
        for line in lines:
            self._console.verbatim(line)

    def _verify(self) -> bool:
        found = self._journal.course.quiz_of(self.lesson)
        if found is None:
            self._console.note("This lesson has no verification.")
            return True
        self._console.say()
        return quiz.take(self._journal, found.id, self._console)

    def _note_down(self, write: Callable[[], None]) -> None:
        """Write to the journal; a log that cannot be written is said, and reading goes on."""
        try:
            write()
        except LogError as error:
            self._console.note(f"{error} Your reading goes on.")
