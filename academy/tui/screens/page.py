"""What the HUD, the lesson and the quiz have in common: a head with the way out, and the keys at the foot."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from academy.log.error import LogError
from academy.tui.widgets.head import Head
from academy.tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from textual.geometry import Size

    from academy.progress.fold import Progress
    from academy.tui.app import AcademyApp
    from academy.tui.session import Session


class Page(Screen[None], inherit_bindings=False):
    """A whole screen of academy; `compose_body` gives what stands between head and keys.

    The app calls `course_changed` after it took changed files, on every page that lives, shown or not. A
    page of a lesson that is gone is closed instead.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "abort", "Abort to HUD", id="page.abort"),
        # Textual's own for every screen, with names so that they can be rebound:
        Binding("tab", "app.focus_next", "Cursor on", show=False, id="page.focus-next"),
        Binding("shift+tab", "app.focus_previous", "Cursor back", show=False, id="page.focus-previous"),
        Binding("ctrl+c,super+c", "screen.copy_text", "Copy", show=False, id="page.copy"),
    ]
    HERE = ""

    def __init__(self) -> None:
        super().__init__()
        self._fitted: Size | None = None

    @property
    def academy(self) -> "AcademyApp":
        """The app, with its own type."""
        return cast("AcademyApp", self.app)

    @property
    def session(self) -> "Session":
        """Course, journal and sandbox."""
        return self.academy.session

    @property
    def progress(self) -> "Progress":
        """What the learner has done, as the log has it now; as it was last, and a sentence, where it has not."""
        try:
            return self.session.progress
        except LogError as error:
            self.academy.complain(error)
            return self.session.last_progress

    def compose(self) -> ComposeResult:
        """Head, body, keys."""
        yield self.compose_head()
        yield from self.compose_body()
        yield KeyBar()

    def compose_head(self) -> Head:
        """The first line."""
        return Head(self.HERE)

    def compose_body(self) -> ComposeResult:
        """What stands between head and keys."""
        yield from ()

    def on_resize(self, event: events.Resize) -> None:
        """Note the size that this page was laid out for."""
        self._fitted = event.size

    def on_screen_resume(self) -> None:
        """Take up a size that changed while something else was shown: Textual tells only what is on top."""
        if self._fitted is not None and self._fitted != self.app.size:
            self.post_message(events.Resize.from_dimensions(self.app.size, None))

    def course_changed(self) -> None:
        """Files of the course changed and were taken: show the new content where the reader is."""

    def progress_changed(self) -> None:
        """The learner changed something that pages show, such as the streak: show it."""

    def action_open_link(self, url: str) -> None:
        """Open a web address that stands in a text; what claims to be one and is not is left alone."""
        from academy.tui.present.markdown import WEB  # noqa: PLC0415 - the HUD shows no Markdown

        if url.startswith(WEB):
            self.app.open_url(url)

    def action_abort(self) -> None:
        """Leave for the HUD; nothing is lost."""
        self.academy.to_hud()
