"""What is said under a demo that ran: whether it showed what it should."""

from academy.demo.run import Run
from academy.tui.present.printable import printable
from academy.tui.present.wire import took
from academy.tui.present.words import Piece, Tone, Words

SIMULATED = "simulated: the built-in model answers from stored context"
REAL = "REAL API: answered by the real model, on your key"

_ENDS = {
    "stopped": "You stopped it.",
    "time": "It ran longer than a demo may and was stopped.",
    "memory": "It took more memory than a demo may and was stopped.",
    "output": "It printed more than a demo may and was stopped.",
    "died": "Its interpreter ended. The next run starts a fresh one.",
}


def verdict(run: Run) -> tuple[Words, ...]:
    """The verdict in lines: mild where the code was edited, since then it may do what it likes."""
    time = Piece(f"  {took(run.seconds)}", "dim")
    ended = _ENDS.get(run.ended)
    lines: list[Words] = []
    if run.ok:
        said = "As expected, with your code" if run.edited else "As expected"
        belongs = f": {printable(run.error)} belongs to it." if run.error else "."
        return ((Piece("✓ ", "good"), Piece(said + belongs, "good"), time),)
    if ended is not None:
        lines.append((Piece("■ ", "mild"), Piece(ended, "mild"), time))
    elif run.edited:
        lines.append(
            (
                Piece("· ", "mild"),
                Piece("Your code, so anything goes. The lesson's own shows more:", "mild"),
                time,
            )
        )
    else:
        lines.append((Piece("✗ ", "bad"), Piece("Not all that was expected was seen:", "bad"), time))
    if run.ended != "stopped":
        tone: Tone = "dim" if run.edited else "plain"
        lines += [(Piece(f"  {printable(sentence)}", tone),) for sentence in run.missing]
    return tuple(lines)
