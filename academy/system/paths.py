"""Where academy keeps its state: one folder, which `ACADEMY_HOME` moves."""

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """The folder of all state, `ACADEMY_HOME` or the platform's data folder; not created here."""
    moved = os.environ.get("ACADEMY_HOME")
    return Path(moved).expanduser().absolute() if moved else user_data_path("academy", appauthor=False)


def log_path() -> Path:
    """The learner's event log."""
    return home() / "log.db"


def sandbox_path() -> Path:
    """The sandbox's stored responses and conversations."""
    return home() / "sandbox.db"
