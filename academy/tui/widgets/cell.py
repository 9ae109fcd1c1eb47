"""A code cell: what a demo shows, its code, and (once it ran) what came of it."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast, get_args

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from academy.course.models import Demo
from academy.tui.desk import Desk, Tab
from academy.tui.widgets.code_view import CodeView
from academy.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from academy.tui.app import AcademyApp
    from academy.tui.widgets.editor import Editor
    from academy.tui.widgets.result import Result

PYTHON = "Python"
JAVASCRIPT = "JavaScript, not run here"
_MOMENT = 0.05


class Cell(Vertical, can_focus=True):
    """One demo on the page; `keys` name the keys of its actions, shown while it is the one in view."""

    def __init__(self, demo: Demo, desk: Desk, keys: Mapping[str, str]) -> None:
        super().__init__(id=f"cell-{demo.id}")
        self.demo = demo
        self.desk = desk
        self.keys = keys
        self._offers: tuple[bool, bool, bool] | None = None
        self._mounting = False
        self._exchanging = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Title, text, code, what can be done; then what came of it."""
        yield Static(Content.styled(self.demo.title, "bold"), classes="cell-title", markup=False)
        if self.demo.about.strip():
            yield Prose(self.demo.about, classes="cell-about")
        with Container(classes="cell-body"):
            with Vertical(classes="cell-left"):
                if self.demo.javascript is not None:
                    yield Static(self._languages(), classes="cell-languages", markup=False)
                yield self._code()
                yield Static(self._actions(), classes="cell-actions", markup=False)
            if self.desk.sheet(self.demo.id).used:
                yield self._result(asked=False)

    @property
    def current(self) -> bool:
        """Whether the keys of cells mean this one."""
        return self.has_class("-current")

    def mark(self, *, current: bool) -> None:
        """Become the cell in view, or stop being it."""
        if current != self.current:
            self.set_class(current, "-current")
            self.refresh_actions()
            if self.has_result:
                self.result.show_tabs()

    def changed(self) -> None:
        """The sheet changed: show it."""
        sheet = self.desk.sheet(self.demo.id)
        offers = (sheet.running, sheet.used, sheet.edited is None)
        if offers != self._offers:
            self._offers = offers
            self.refresh_actions()
        if self.has_result:
            self.result.changed()
            self.result.display = sheet.used
        elif sheet.running and sheet.transcript.empty:
            # Most demos print at once, and then the page need be laid out but once.
            self.set_timer(_MOMENT, self._bring_result)
        else:
            self._bring_result()

    def _bring_result(self) -> None:
        if self.desk.sheet(self.demo.id).used and not self.has_result and not self._mounting:
            self._mounting = True
            self.query_one(".cell-body").mount(self._result(asked=True))

    @property
    def editing(self) -> bool:
        """Whether the code is open for changes."""
        return bool(self.query(".cell-editor"))

    async def edit(self) -> None:
        """Open the code for changes."""
        from academy.tui.widgets.editor import Editor  # noqa: PLC0415 - loaded by the first who edits

        if not self.editing:
            self.desk.sheet(self.demo.id).javascript = False
            editor = Editor(self.desk.code(self.demo).strip("\n"))
            await self._exchange(editor)
            editor.focus()

    async def show_code(self) -> None:
        """Show the code anew: it was restored, or another language was asked for."""
        if not self.editing:
            await self._exchange(self._code())

    def on_text_area_changed(self, event: "Editor.Changed") -> None:
        """Keep what is typed as it is typed."""
        event.stop()
        self.desk.edit(self.demo, event.text_area.text)

    async def on_editor_left(self, event: "Editor.Left") -> None:
        """Back to reading, or on to running."""
        event.stop()
        await self._exchange(self._code())
        self.focus()
        if event.run:
            await self.run_action(f"screen.demo('run','{self.demo.id}')")

    @property
    def has_result(self) -> bool:
        """Whether there is anything to see under the code."""
        return bool(self.query(".result"))

    @property
    def result(self) -> "Result":
        """What came of it."""
        return cast("Result", self.query_one(".result"))

    def on_descendant_focus(self) -> None:
        """The keys of the editor work now, or no longer."""
        if self.editing:
            self.refresh_actions()

    def on_descendant_blur(self) -> None:
        """The keys of the editor work now, or no longer."""
        if self.editing:
            self.refresh_actions()

    def refresh_actions(self) -> None:
        """Say again what can be done."""
        for actions in self.query(".cell-actions").results(Static):  # none before they are composed
            actions.update(self._actions())

    async def _exchange(self, code: Widget) -> None:
        async with self._exchanging:  # whoever leaves the editor may ask for the other language at once
            await self.query_one(".cell-left > .cell-code, .cell-left > .cell-editor").remove()
            await self.query_one(".cell-left").mount(code, before=self.query_one(".cell-actions"))
        if self.demo.javascript is not None:
            self.query_one(".cell-languages", Static).update(self._languages())
        self.refresh_actions()

    def _code(self) -> CodeView:
        if self.desk.sheet(self.demo.id).javascript and self.demo.javascript is not None:
            return CodeView(self.demo.javascript, "javascript", classes="cell-code -javascript")
        return CodeView(self.desk.code(self.demo), "python", classes="cell-code")

    def _result(self, *, asked: bool) -> "Result":
        from academy.tui.widgets.result import Result  # noqa: PLC0415 - not before the first picture

        tabs: tuple[Tab, ...] = get_args(Tab)
        return Result(self.desk, self.demo.id, {tab: self.keys.get(tab, "") for tab in tabs}, asked=asked)

    def _languages(self) -> Content:
        javascript = self.desk.sheet(self.demo.id).javascript
        return Content.assemble(
            *(
                Content.styled(f" {label} ", "reverse" if shown else "").stylize(
                    f"@click=screen.javascript('{self.demo.id}',{on})"
                )
                for label, shown, on in ((PYTHON, not javascript, False), (JAVASCRIPT, javascript, True))
            )
        )

    def _actions(self) -> Content:
        sheet = self.desk.sheet(self.demo.id)
        if self.editing:
            return Content.styled(f"editing: {self._ways_out()}", "$text-muted")
        offers = (
            [("stop", "Stop")]
            if sheet.running
            else [("run", "Run again" if sheet.used else "Run"), ("edit", "Edit")]
        )
        if sheet.used:
            offers.append(("reset", "Reset"))
        if sheet.edited is not None:
            offers.append(("restore", "Restore original"))
        parts = [self._offer(name, label) for name, label in offers]
        if sheet.edited is not None:
            parts.append(Content.styled("edited", "$text-warning"))
        return Content("  ").join(parts)

    def _ways_out(self) -> str:
        """How to leave the editor, with the keys that work while it has the focus."""
        if not self.query_one(".cell-editor").has_focus:
            return "what you type is kept"
        app = cast("AcademyApp", self.app)
        return f"{app.key_of('editor.leave')} leaves and keeps it, {app.key_of('editor.run')} runs it"

    def _offer(self, name: str, label: str) -> Content:
        key = self.keys.get(name, "") if self.current else ""
        text = Content.assemble("[", (f" {key}" if key else "", "bold $text-accent"), f" {label} ", "]")
        return text.stylize(f"@click=screen.demo('{name}','{self.demo.id}')")
