"""What a program needs to run demos: a sandbox that answers them, warm interpreters, a notebook a lesson."""

from typing import TYPE_CHECKING

from academy.course.models import Lesson
from academy.demo.notebook import Notebook
from academy.demo.pool import Pool
from academy.demo.run import DEFAULT, Limits
from academy.sandbox.forward import Forward

if TYPE_CHECKING:
    from academy.sandbox import Sandbox


class Runner:
    """Runs demos against one started sandbox; every method belongs to one event loop."""

    def __init__(self, sandbox: "Sandbox", limits: Limits = DEFAULT) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._pool = Pool(limits)
        self._notebooks: list[Notebook] = []

    async def warm(self) -> None:
        """Wait until an interpreter stands ready; InterpreterError when none can be started."""
        await self._pool.warm()

    def notebook(self, lesson: Lesson, forward: Forward | None = None) -> Notebook:
        """A lesson's interpreters, of which none is taken before it is needed; `forward`: to the real API."""
        notebook = Notebook(self._sandbox, self._pool, lesson, forward)
        self._notebooks.append(notebook)
        return notebook

    async def close(self) -> None:
        """Stop all that runs and kill everything that was started; idempotent."""
        notebooks, self._notebooks = self._notebooks, []
        for notebook in notebooks:
            await notebook.close()
        await self._pool.close()
