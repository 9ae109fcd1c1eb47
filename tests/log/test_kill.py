"""Writers are killed at random moments, and every event whose append had returned is found again."""

import random
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.log.making import ids, opened

KILLS = 100
WRITERS = 3
SEED = 20260511


class Writer:
    """A program that writes events, with a pipe on which it says what it has written."""

    def __init__(self, path: Path) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.log.writer", str(path)], stdout=subprocess.PIPE
        )
        self.reported: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def wait_for(self, reports: int) -> None:
        """Until it has reported so many appends; fails when it ends by itself."""
        assert self._program.stdout is not None
        while len(self.reported) < reports:
            line = self._program.stdout.readline().decode()
            assert line.endswith("\n"), "the writer ended by itself"
            self.reported.append(line.strip())

    def kill(self) -> list[str]:
        """End it with SIGKILL; everything that it had reported by then."""
        assert self._program.stdout is not None
        self._program.kill()
        self._program.wait()
        if not self._program.stdout.closed:
            with self._program.stdout as rest:
                self.reported.extend(line.decode().strip() for line in rest)
        return self.reported


def test_no_event_is_lost_whose_append_had_returned(tmp_path: Path) -> None:
    path, chance = tmp_path / "log.db", random.Random(SEED)
    promised: list[str] = []
    writers = [Writer(path) for _ in range(WRITERS)]
    try:
        with opened(path) as log:
            for _ in range(KILLS):
                doomed = writers.pop(chance.randrange(WRITERS))
                with doomed:
                    # A third dies while it starts, the others between or within appends.
                    if chance.random() < 2 / 3:
                        doomed.wait_for(chance.randint(1, 12))
                    time.sleep(chance.uniform(0, 0.003))
                    promised.extend(doomed.kill())
                writers.append(Writer(path))
                assert set(promised) <= set(ids(log))
    finally:
        for writer in writers:
            promised.extend(writer.kill())
    assert not [report for report in promised if report.startswith("notice")]
    with opened(path) as log:
        found = ids(log)
        assert set(promised) <= set(found)
        assert len(found) == len(set(found))
        # What was under way when a writer died may be there too, once for each.
        assert len(found) - len(promised) <= KILLS + WRITERS


def test_a_log_of_a_writer_that_died_alone(tmp_path: Path) -> None:
    path, chance = tmp_path / "log.db", random.Random(SEED)
    promised: list[str] = []
    for _ in range(12):
        with Writer(path) as writer:
            writer.wait_for(chance.randint(1, 40))
            time.sleep(chance.uniform(0, 0.003))
            promised.extend(writer.kill())
        with opened(path) as log:
            assert set(promised) <= set(ids(log))
