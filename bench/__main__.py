"""Print each figure of design.md's budgets beside its floor, measured in turn in the same run."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.paint import Screen
from bench.turns import Chain

RUNS = 9
WARMUP = 2
FLOOR = [sys.executable, str(Path(__file__).with_name("floor_hello.py"))]
ACADEMY = [sys.executable, "-m", "academy"]
LESSON = "persistent-multi-turn-state"


@dataclass(frozen=True)
class Figure:
    """Something measured against a floor; the budget is a ratio, or milliseconds on top of the floor."""

    name: str
    measure: Callable[[], float]
    floor_name: str
    floor: Callable[[], float]
    budget: float
    added: bool = False
    runs: int = RUNS


def _env(home: str) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "TEXTUAL"))}
    return {**keep, "ACADEMY_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _paint(command: list[str], text: str, home: str) -> float:
    screen = Screen(command, _env(home))
    try:
        return screen.wait_for(text)
    finally:
        screen.close()


def _wall(command: list[str], home: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=_env(home), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _first_output(home: str) -> float:
    """From the key that runs a demo, its interpreter warm, to the first thing that the demo prints."""
    screen = Screen(
        [*ACADEMY, "open", LESSON, "--section", "usage-patterns"], _env(home), columns=120, rows=40
    )
    try:
        screen.wait_for("SEQ")
        screen.settle(5.0)
        return screen.wait_for("Happy to help", screen.press("d"))
    finally:
        screen.close()


def _figures(home: str, chain: Chain) -> list[Figure]:
    python = [sys.executable, "-c", "pass"]
    sdk = [sys.executable, "-c", "import openai"]

    def hello() -> float:
        return _paint(FLOOR, "Hello first paint", home)

    return [
        Figure("HUD on screen", lambda: _paint(ACADEMY, "BASE XP", home), "ten-line Textual app", hello, 1.6),
        Figure(
            "a lesson on screen",
            lambda: _paint([*ACADEMY, "open", LESSON], "BASE XP", home),
            "ten-line Textual app",
            hello,
            2.1,
        ),
        Figure(
            "academy --version",
            lambda: _wall([*ACADEMY, "--version"], home),
            "bare python",
            lambda: _wall(python, home),
            100,
            added=True,
        ),
        Figure(
            "key to a warm demo's first output",
            lambda: _first_output(home),
            "import openai",
            lambda: _wall(sdk, home),
            0.1,
        ),
        Figure("a sandbox turn, 500th of a chain", chain.far, "turn 1", chain.first, 1.5, runs=3),
    ]


def main() -> None:
    """Measure in turn, figure and floor, so that a drift of the machine meets both."""
    with tempfile.TemporaryDirectory() as home:
        print(f"medians of {RUNS} runs (3 of long chains) after {WARMUP}, floor and figure in turn")
        chain = Chain(Path(home))
        for figure in _figures(home, chain):
            pairs = [(figure.floor(), figure.measure()) for _ in range(WARMUP + figure.runs)][WARMUP:]
            floor = statistics.median(pair[0] for pair in pairs) * 1000
            value = statistics.median(pair[1] for pair in pairs) * 1000
            if figure.added:
                verdict = f"+{value - floor:.0f} ms of +{figure.budget:.0f} ms"
            else:
                ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
                verdict = f"{ratio:.2f} x of {figure.budget:g} x"
            print(f"{figure.name:<36}{value:>7.1f} ms   {figure.floor_name:<22}{floor:>7.1f} ms   {verdict}")
        chain.close()


if __name__ == "__main__":
    main()
