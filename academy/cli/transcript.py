"""How `academy demo` shows runs: as JSON lines, or as a transcript that grows while they run."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from academy.demo import transcript
from academy.demo.run import DemoEvent, Finished, Printed, Run, Started
from academy.plain.console import Console, harmless

if TYPE_CHECKING:
    from academy.course.models import Lesson
    from academy.sandbox import State

WIDTH = 78


class JsonLines:
    """One object a line for each demo that ended."""

    def follow(self, event: DemoEvent) -> None:
        """Print the run that ended."""
        if isinstance(event, Finished):
            run = event.run
            exchanges = [
                {
                    "method": exchange.method,
                    "path": exchange.path,
                    "status": exchange.status,
                    "model": exchange.model,
                    "input_tokens": exchange.input_tokens,
                    "cached_tokens": exchange.cached_tokens,
                    "output_tokens": exchange.output_tokens,
                }
                for exchange in run.exchanges
            ]
            line = {
                "lesson": run.lesson,
                "demo": run.demo,
                "ok": run.ok,
                "seconds": round(run.seconds, 6),
                "stdout": run.stdout,
                "exchanges": exchanges,
            }
            print(json.dumps(line), flush=True)
            for sentence in run.missing:
                print(f"{run.lesson}#{run.demo}: {harmless(sentence)}", file=sys.stderr)


class Transcript:
    """Title, output as it comes, and whether it showed what it should."""

    def __init__(self, lesson: "Lesson", *, code: bool, wire: bool) -> None:
        self._lesson = lesson
        self._code = code
        self._wire = wire
        self._console = Console()
        self._at_line_start = True

    def follow(self, event: DemoEvent) -> None:
        """Print what happened."""
        match event:
            case Started(demo_id):
                demo = self._lesson.demos[demo_id]
                self._console.verbatim(f"-- {demo.title} ".ljust(WIDTH, "-"))
                if self._code:
                    self._console.verbatim(demo.code.strip("\n"), lead="    ")
                    self._console.verbatim("")
            case Printed(_, _, text):
                shown = harmless(text)
                self._console.out.write(shown)
                self._console.out.flush()
                self._at_line_start = shown.endswith("\n")
            case Finished(run):
                if not self._at_line_start:
                    self._console.verbatim("")
                    self._at_line_start = True
                self._ended(run)

    def ledger(self, runs: Sequence[Run]) -> None:
        """Print the tokens of each chain's turns."""
        from academy.sandbox.ledger import ledger

        chains: dict[str, list[Run]] = {}
        for run in runs:
            chains.setdefault(self._lesson.chain(run.demo)[0].id, []).append(run)
        for chain in chains.values():
            turns = ledger([exchange for run in chain for exchange in run.exchanges])
            if turns:
                self._part("Ledger: " + ", ".join(run.demo for run in chain), transcript.ledger(turns))

    def state(self, runs: Sequence[Run], held: "State | None") -> None:
        """Print what the server holds; None is the real API, of which only what crossed the wire is known."""
        from academy.sandbox.seen import seen

        if held is None:
            held = seen([exchange for run in runs for exchange in run.exchanges])
        self._part("State", transcript.state(held))

    def summary(self, runs: Sequence[Run]) -> None:
        """Say how many showed what they should."""
        failed = [run.demo for run in runs if not run.ok]
        demos = "1 demo" if len(runs) == 1 else f"{len(runs)} demos"
        said = (
            f"{demos}, all as expected"
            if not failed
            else f"{demos}, {len(failed)} failed: {', '.join(failed)}"
        )
        self._console.note(said)

    def _ended(self, run: Run) -> None:
        calls = "1 call" if len(run.exchanges) == 1 else f"{len(run.exchanges)} calls"
        tokens = sum(exchange.input_tokens or 0 for exchange in run.exchanges)
        read = f", {tokens} tokens in" if tokens else ""
        self._console.verbatim(f"[{'ok' if run.ok else 'FAILED'}]  {run.seconds:.2f} s, {calls}{read}")
        for sentence in run.missing:
            self._console.say(sentence, lead="   - ")
        if self._wire:
            for line in transcript.wire(run.exchanges):
                self._console.verbatim(line, lead="  ")
        self._console.verbatim("")

    def _part(self, title: str, lines: Iterable[str]) -> None:
        self._console.verbatim(f"== {title} ".ljust(WIDTH, "="))
        for line in lines:
            self._console.verbatim(line)
        self._console.verbatim("")
