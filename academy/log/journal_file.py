"""Looking at SQLite's write-ahead journal, for commits in it that SQLite would no longer find.

SQLite stops at the first frame whose checksum fails and passes over the rest without a word. Frames beyond
that carry a commit mark only when something damaged the file, not when a writer was killed.
Format: https://sqlite.org/fileformat2.html#walformat
"""

import struct
from pathlib import Path

HEADER = 32
FRAME_HEADER = 24
_MAGIC = {0x377F0682, 0x377F0683}


def last_commit(path: Path) -> int | None:
    """The number of the last frame of the present journal with a commit mark, from 1.

    0 for none, or no journal; None for a journal whose header is garbled.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return 0
    if len(data) < HEADER:
        return 0
    magic, _, page_size = struct.unpack(">III", data[:12])
    if (
        magic not in _MAGIC
        or page_size < 512
        or _checksum(data[:24], magic) != struct.unpack(">II", data[24:32])
    ):
        # A journal of zeros is what an interrupted start of one leaves.
        return None if any(data) else 0
    salts = data[16:24]
    last = 0
    for number, at in enumerate(range(HEADER, len(data) - FRAME_HEADER + 1, FRAME_HEADER + page_size), 1):
        committed = data[at + 4 : at + 8] != b"\0\0\0\0"
        if committed and data[at + 8 : at + 16] == salts:
            last = number
    return last


def _checksum(data: bytes, magic: int) -> tuple[int, int]:
    words = struct.unpack(f"{'>' if magic & 1 else '<'}{len(data) // 4}I", data)
    first = second = 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
