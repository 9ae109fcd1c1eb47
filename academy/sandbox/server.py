"""The sandbox as others use it: start it, issue keys, follow its record, see its state, stop it."""

import socket
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from academy.sandbox.errors import SandboxError
from academy.sandbox.forward import Forward
from academy.sandbox.keys import Keys
from academy.sandbox.record import Record
from academy.sandbox.script import Line
from academy.sandbox.service import Service
from academy.sandbox.state import State
from academy.sandbox.storage import overview
from academy.sandbox.storage.store import Store
from academy.sandbox.tokens import count

if TYPE_CHECKING:
    from academy.sandbox.listener import Listener

LOOPBACK = "127.0.0.1"
_WARMING = "Noted: zxqvjk"


class Sandbox:
    """An HTTP server on loopback that answers like the Responses and Conversations API.

    It runs in a thread of its own. What it answered is stored before it is sent; several sandboxes, in one
    program or many, may share one file. All methods may be called from any thread.
    """

    def __init__(self, path: Path | None, *, port: int = 0) -> None:
        """`path` is the store's file, None one in memory that ends with `stop`; `port` 0 takes a free one."""
        self.record = Record()
        self._path = path
        self._port = port
        self._keys = Keys()
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._listener: Listener | None = None
        self._address: tuple[str, int] | None = None

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL; SandboxError before `start`."""
        if self._address is None:
            raise SandboxError("the sandbox is not running", "start it first")
        return f"http://{self._address[0]}:{self._address[1]}/v1"

    def start(self) -> None:
        """Open the store and listen; does nothing while it runs. SandboxError says what is in the way."""
        from academy.sandbox.listener import Listener  # noqa: PLC0415 - loads Starlette and uvicorn

        with self._lock:
            if self._listener is not None:
                return
            # The tokenizer builds its tables at its first merge; the first answer should not wait for that.
            count(_WARMING)
            store = Store(self._path)
            try:
                listening = _listen(self._port)
                self._address = listening.getsockname()[:2]
                self._listener = Listener(Service.over(store), self._keys, self.record, listening)
            except BaseException:
                store.close()
                raise
            self._store = store

    def stop(self) -> None:
        """End the server and close the store; safe to call twice, and at most a few seconds long."""
        with self._lock:
            listener, self._listener = self._listener, None
            store, self._store = self._store, None
            if listener is not None:
                listener.stop()
            if store is not None:
                store.close()

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def issue_key(
        self,
        client: str,
        *,
        lines: Sequence[Line] = (),
        forward: Forward | None = None,
        key: str | None = None,
    ) -> str:
        """A bearer key whose exchanges carry `client`, answered with `lines` or passed on to `forward`."""
        return self._keys.issue(client, lines, forward, key)

    def revoke_key(self, key: str) -> None:
        """Refuse a key from now on."""
        self._keys.revoke(key)

    def state(self, limit: int = 200) -> State:
        """The newest stored responses and conversations, `limit` of each, oldest first."""
        with self._usable_store() as store:
            return overview.state(store, limit)

    def reset(self) -> None:
        """Forget every stored response and conversation."""
        with self._usable_store() as store:
            store.reset()

    @contextmanager
    def _usable_store(self) -> Iterator[Store]:
        store = self._store
        if store is None:
            raise SandboxError("the sandbox is not running", "start it first")
        try:
            yield store
        except sqlite3.Error as error:
            raise SandboxError(f"the sandbox's store {self._path} fails: {error}", "try again") from error


def _listen(port: int) -> socket.socket:
    # The protocol is named because asyncio switches Nagle's algorithm off only where it is: with it on, every
    # answer waits 40 ms for an acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(256)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or error
        raise SandboxError(
            f"cannot listen on {LOOPBACK}:{port}: {reason}", "choose another port, or none for a free one"
        ) from error
    return listening
