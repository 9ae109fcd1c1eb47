"""uvicorn in a thread with an event loop of its own."""

import socket
import threading

import uvicorn

from academy.sandbox.app import App
from academy.sandbox.errors import SandboxError
from academy.sandbox.keys import Keys
from academy.sandbox.record import Record
from academy.sandbox.service import Service

START_SECONDS = 20.0
STOP_SECONDS = 5.0


class Listener:
    """A server that listens from the moment it is made until `stop`."""

    def __init__(self, service: Service, keys: Keys, record: Record, listening: socket.socket) -> None:
        """Serve on a bound socket, which is closed in the end; SandboxError when the server does not start."""
        config = uvicorn.Config(
            App(service, keys, record).starlette(),
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        self._socket = listening
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="sandbox", daemon=True
        )
        self._thread.start()
        if not self._server.listens.wait(START_SECONDS):
            self.stop()
            raise SandboxError("the sandbox's server did not start", "try again")

    def stop(self) -> None:
        """End the server, open streams included; its thread is gone in a few seconds at most."""
        self._server.should_exit = True
        self._thread.join(STOP_SECONDS)
        self._socket.close()


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()
