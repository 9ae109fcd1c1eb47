"""How a command says no: a sentence, the next step, and an exit status."""


class CommandError(Exception):
    """Ends a command; `message` says what and where, `remedy` what to do next.

    `status` is 1 for something found, 2 for called wrongly, 3 for something the environment lacks.
    """

    def __init__(self, message: str, remedy: str = "", *, status: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.status = status
