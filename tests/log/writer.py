"""A program that appends to a log until it is killed, and reports on stdout each append that has returned."""

import os
import sys
import uuid
from dataclasses import replace
from itertools import count
from pathlib import Path

from academy.log.store import EventLog
from tests.log.making import event


def report(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(path: Path) -> None:
    log = EventLog.open(path, lambda notice: report(f"notice: {notice}"))
    for n in count():
        one = replace(event(n), id=str(uuid.uuid4()))
        log.append(one)
        report(one.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
