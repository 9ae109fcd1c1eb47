"""Who is making a response in a conversation: a row that programs sharing the file respect, and that runs out."""

import time

from academy.sandbox.storage.store import Store

SECONDS = 10.0


class Leases:
    """The conversations that are being written to. A killed program's lease runs out after ten seconds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, conversation_id: str, owner: str) -> bool:
        """Take or renew the lease of a conversation; False while somebody else has it."""
        now = time.time()
        with self._store.write() as connection:
            row = connection.execute(
                "SELECT owner, until FROM lease WHERE conversation = ?", (conversation_id,)
            ).fetchone()
            # A lease from far in the future was written before the clock was put back.
            if row is not None and row["owner"] != owner and now < row["until"] <= now + SECONDS:
                return False
            connection.execute(
                "INSERT OR REPLACE INTO lease (conversation, owner, until) VALUES (?, ?, ?)",
                (conversation_id, owner, now + SECONDS),
            )
            return True

    def give_back(self, conversation_id: str, owner: str) -> None:
        """End a lease; one that somebody else took over meanwhile stays."""
        with self._store.write() as connection:
            connection.execute(
                "DELETE FROM lease WHERE conversation = ? AND owner = ?", (conversation_id, owner)
            )
