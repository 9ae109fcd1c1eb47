"""Reading lines and writing text that no terminal obeys: the edge of everything line by line."""

import shutil
import sys
import textwrap
from io import TextIOWrapper
from typing import Final, TextIO

from academy.course.problems import printable
from academy.plain.markdown import blocks

_WIDEST: Final = 100


def harmless(text: str) -> str:
    """Text of people, models or files as a terminal may see it: only newlines are obeyed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(printable(line) for line in lines)


class Console:
    """stdout for what is read, stderr for what is said beside it, stdin for answers.

    On a terminal paragraphs are folded to the width that it has by then; elsewhere a paragraph is one line.
    """

    def __init__(
        self, source: TextIO | None = None, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.source = source or sys.stdin
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        for stream in (self.source, self.out, self.err):
            # What the stream's encoding lacks becomes a question mark, never an error in mid-sentence.
            # A stream that has been read from takes no new setting, and a second console needs none.
            if isinstance(stream, TextIOWrapper) and stream.errors != "replace":
                stream.reconfigure(errors="replace")
        self.interactive = self.source.isatty()

    def say(self, text: str = "", lead: str = "") -> None:
        """Write a paragraph, `lead` before its first line and as much room before the others."""
        for line in harmless(text).split("\n"):
            self._write(self._folded(line, lead) if self.out.isatty() else lead + line)
            lead = " " * len(lead)

    def verbatim(self, text: str, lead: str = "") -> None:
        """Write text whose line breaks and spaces mean something, `lead` before every line."""
        for line in harmless(text).split("\n"):
            self._write(f"{lead}{line}")

    def markdown(self, text: str) -> None:
        """Write a page of Markdown, with an empty line between its blocks."""
        for number, block in enumerate(blocks(text)):
            if block.apart and number:
                self.say()
            if block.folded:
                self.say(block.text, block.lead)
            else:
                self.verbatim(block.text, block.lead)

    def piece(self, text: str) -> None:
        """Write a piece of output as it comes, harmless already; it may end in mid-line."""
        self.out.write(text)
        self.out.flush()

    def note(self, text: str) -> None:
        """Say something beside the data."""
        lines = harmless(text).split("\n")
        said = [self._folded(line) for line in lines] if self.err.isatty() else lines
        self.err.write("\n".join(said) + "\n")
        self.err.flush()

    def ask(self, prompt: str) -> str | None:
        """The next line without spaces around it, None at the end of input; the prompt is for those who type."""
        if self.interactive:
            self.err.write(f"{harmless(prompt)} ")
            self.err.flush()
        try:
            line = self.source.readline()
        except KeyboardInterrupt:
            self.note("")
            raise
        if not line and self.interactive:
            self.note("")
        return line.strip() if line else None

    def _write(self, text: str) -> None:
        self.out.write(f"{text.rstrip()}\n")
        self.out.flush()

    def _folded(self, line: str, lead: str = "") -> str:
        return textwrap.fill(
            line,
            max(min(_WIDEST, shutil.get_terminal_size().columns), len(lead) + 20),
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_long_words=False,
            break_on_hyphens=False,
        )
