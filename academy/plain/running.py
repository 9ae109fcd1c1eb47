"""How a demo that runs is told line by line: what begins, what it prints, how it ended."""

from typing import Final

from academy.course.models import Lesson
from academy.demo.run import DemoEvent, Ended, Finished, Printed, Run, Started
from academy.plain.console import Console, harmless

SIMULATED: Final = "The model is simulated: it answers from what the sandbox has stored."

_ENDS: Final[dict[Ended, str]] = {
    "stopped": "You stopped it.",
    "time": "It ran longer than a demo may and was stopped.",
    "memory": "It took more memory than a demo may and was stopped.",
    "output": "It printed more than a demo may and was stopped.",
    "died": "Its interpreter ended. The next run starts a fresh one.",
}


class Teller:
    """Follows runs and writes what happens."""

    def __init__(self, console: Console, lesson: Lesson) -> None:
        self._console = console
        self._lesson = lesson
        self._in_line = False
        self._simulated_said = False

    def follow(self, event: DemoEvent) -> None:
        """Write what happened."""
        match event:
            case Started(demo):
                self._console.say()
                self._console.say(f"Running: {self._lesson.demos[demo].title}")
            case Printed(_, _, text):
                shown = harmless(text)
                self._console.piece(shown)
                self._in_line = not shown.endswith("\n")
            case Finished(run):
                if self._in_line:
                    self._console.say()
                    self._in_line = False
                self._ended(run)

    def _ended(self, run: Run) -> None:
        calls = "1 call" if len(run.exchanges) == 1 else f"{len(run.exchanges)} calls"
        figures = f"{run.seconds:.1f} s, {calls} to the API."
        if run.ok:
            belongs = f", {run.error} belongs to it" if run.error else ""
            self._console.say(f"As expected{belongs}. {figures}")
        else:
            self._console.say(f"{_ENDS.get(run.ended, 'Not all that was expected was seen.')} {figures}")
        if not run.ok and run.ended != "stopped":
            for sentence in run.missing:
                self._console.say(sentence, "- ")
        if run.exchanges and not self._simulated_said:
            self._console.say(SIMULATED)
            self._simulated_said = True
