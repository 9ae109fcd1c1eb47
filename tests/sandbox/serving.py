"""A sandbox in a process of its own, forked from one that has everything imported, so that a hundred are quick."""

import signal
from multiprocessing.connection import Connection
from pathlib import Path

import academy.sandbox.listener  # noqa: F401 - imported once, in the fork server: it takes long
from academy.sandbox import Sandbox

KEY = "sk-academy-of-the-test"


def serve(path: Path, there: Connection) -> None:
    sandbox = Sandbox(path)
    sandbox.start()
    sandbox.issue_key("killed", key=KEY)
    there.send(sandbox.base_url)
    signal.pause()
