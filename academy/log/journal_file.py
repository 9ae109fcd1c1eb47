"""Looking at SQLite's write-ahead journal, for commits in it that SQLite would not find.

SQLite stops at the first frame whose checksum fails and passes over the rest without a word; once it has
opened and closed the file, that rest is gone. So this looks before SQLite does.
Format: https://sqlite.org/fileformat2.html#walformat
"""

import struct
from pathlib import Path

HEADER = 32
FRAME_HEADER = 24
_MAGIC = {0x377F0682, 0x377F0683}


def lost_commits(path: Path) -> int | None:
    """How many commits stand behind a damaged frame of the present journal; None when its header is garbled.

    A single one may also be what a writer that was killed in the midst of a frame was about to write.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return 0
    if len(data) < HEADER:
        return 0
    magic, _, page_size = struct.unpack(">III", data[:12])
    order = ">" if magic & 1 else "<"
    sums = _checksum(order, data[:24], (0, 0))
    if magic not in _MAGIC or page_size < 512 or sums != struct.unpack(">II", data[24:32]):
        # A journal of zeros is what an interrupted start of one leaves.
        return None if any(data) else 0
    lost, sound = 0, True
    size = FRAME_HEADER + page_size
    for at in range(HEADER, len(data) - size + 1, size):
        frame = data[at : at + size]
        if frame[8:16] != data[16:24]:
            # Left from an earlier journal in the same file, or damaged: then more of the present one follows.
            sound = False
            continue
        if sound:
            sums = _checksum(order, frame[:8] + frame[FRAME_HEADER:], sums)
            sound = sums == struct.unpack(">II", frame[16:24])
        if not sound and frame[4:8] != b"\0\0\0\0":
            lost += 1
    return lost


def _checksum(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
