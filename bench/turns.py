"""How long one turn takes over HTTP, at the head of a chain and far down in it."""

import statistics
import time
from pathlib import Path

import httpx2

from academy.sandbox import Sandbox

LENGTH = 500
AROUND = 20


class Chain:
    """A chain of stored responses in a store on disk, asked through one connection that is kept open."""

    def __init__(self, folder: Path) -> None:
        self._sandbox = Sandbox(folder / "bench.db")
        self._sandbox.start()
        key = self._sandbox.issue_key("bench")
        self._client = httpx2.Client(
            base_url=self._sandbox.base_url, headers={"Authorization": f"Bearer {key}"}
        )
        for _ in range(AROUND):
            self._turn(None)

    def first(self) -> float:
        """The median of turns that begin a chain, in seconds."""
        return statistics.median(self._turn(None)[1] for _ in range(AROUND))

    def far(self) -> float:
        """The median of the turns around the last one of a long chain, in seconds."""
        last, took = None, []
        for n in range(LENGTH):
            last, seconds = self._turn(last, f"The number of turn {n} is {n}.")
            took.append(seconds)
        return statistics.median(took[-AROUND:])

    def close(self) -> None:
        """Let go of everything."""
        self._client.close()
        self._sandbox.stop()

    def _turn(self, previous: str | None, text: str = "The number of turn 0 is 0.") -> tuple[str, float]:
        body = {"model": "gpt-5.4", "input": text, "previous_response_id": previous}
        began = time.perf_counter()
        answer = self._client.post("/responses", json=body).raise_for_status()
        took = time.perf_counter() - began
        return str(answer.json()["id"]), took
