"""The embedded Responses and Conversations API: routes, wire errors, state, tokens, models, record.

Starlette, uvicorn and the tokenizer are loaded when a sandbox starts or counts, not when this is imported.
"""

from academy.sandbox.errors import SandboxError
from academy.sandbox.forward import Forward
from academy.sandbox.record import Exchange, Record
from academy.sandbox.script import Line
from academy.sandbox.server import Sandbox
from academy.sandbox.state import State

__all__ = ["Exchange", "Forward", "Line", "Record", "Sandbox", "SandboxError", "State"]
