"""What is said when the program itself fails: a sentence, where what was done is safe, and how to see more."""

from textual.worker import WorkerFailed

from academy.log.error import LogError
from academy.system import paths


def cause(error: BaseException) -> BaseException:
    """What really happened, without the wrapping of the worker that it happened in."""
    return error.error if isinstance(error, WorkerFailed) else error


def sentence(error: BaseException) -> tuple[str, str]:
    """What happened, and what to do about it."""
    if isinstance(error, LogError):
        return error.message, error.remedy
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return (
        f"the screen had to close ({what})",
        f"What you did is kept in {paths.log_path()}. This is a mistake of ours: --debug shows where.",
    )
