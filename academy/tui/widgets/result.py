"""What came of a demo: Output, Wire, State and Ledger, one of them open at a time."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from academy.tui.desk import Desk, Sheet, Tab
from academy.tui.present.ledger_lines import ledger_lines
from academy.tui.present.output import before_lines, origin, output_lines
from academy.tui.present.state_tree import ids_of, state_tree
from academy.tui.present.verdict import verdict
from academy.tui.present.wire import wire
from academy.tui.widgets.fold_tree import FoldTree
from academy.tui.widgets.paint import paint, paint_lines

TABS: Final[dict[Tab, str]] = {"output": "Output", "wire": "Wire", "state": "State", "ledger": "Ledger"}
_BEAT = 1 / 30


class Result(Vertical):
    """The tabs under (or beside) the code of one demo."""

    def __init__(self, desk: Desk, demo_id: str, keys: dict[Tab, str]) -> None:
        super().__init__(classes="result")
        self.desk = desk
        self.demo_id = demo_id
        self.keys = keys
        self._stale = False
        self._beats = False

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self.desk.sheet(self.demo_id)

    def compose(self) -> ComposeResult:
        """Tabs, the open one, the verdict."""
        yield Static(classes="result-tabs", markup=False)
        yield Static(classes="result-origin", markup=False)
        yield self._body()
        yield Static(classes="result-verdict", markup=False)

    async def on_mount(self) -> None:
        """Show what there is."""
        await self._show()

    def changed(self) -> None:
        """The sheet changed: show it, at once if nothing was shown lately and else with the next beat."""
        self._stale = True
        if not self._beats and self.is_mounted:
            self._beats = True
            self.call_next(self._beat)

    async def _beat(self) -> None:
        if self._stale:
            self._stale = False
            await self._show()
            self.set_timer(_BEAT, self._beat)
        else:
            self._beats = False

    async def open(self, tab: Tab, *, focus: bool = False) -> None:
        """Open a tab; with the focus on what it holds when a key asked for it."""
        if tab != self.sheet.tab:
            self.sheet.tab = tab
            await self.query_one(".result-body").remove()
            await self.mount(self._body(), before=self.query_one(".result-verdict", Static))
            await self._show()
        if focus:
            self.query_one(".result-body").focus()

    def _body(self) -> Widget:
        match self.sheet.tab:
            case "output" | "ledger":
                return VerticalScroll(Static(markup=False), classes="result-body")
            case "wire" | "state":
                tree = FoldTree()
                tree.add_class("result-body")
                return tree

    async def _show(self) -> None:
        sheet = self.sheet
        self.query_one(".result-tabs", Static).update(self._tabs())
        self.query_one(".result-origin", Static).update(paint(origin(sheet)))
        verdicts = verdict(sheet.run) if sheet.run is not None else ()
        line = self.query_one(".result-verdict", Static)
        line.display = bool(verdicts)
        line.update(paint_lines(verdicts))
        match sheet.tab:
            case "output":
                self._show_output()
            case "wire":
                self.query_one(FoldTree).show(wire(self.desk.wire(self.demo_id)))
            case "state":
                await self._show_state()
            case "ledger":
                self._show_ledger()

    def _show_output(self) -> None:
        body = self.query_one(".result-body", VerticalScroll)
        follows = body.max_scroll_y - body.scroll_y <= 1
        lines = [*before_lines(self.desk.lesson, self.sheet), *output_lines(self.sheet)]
        body.query_one(Static).update(paint_lines(lines))
        if follows:
            body.scroll_end(animate=False)

    async def _show_state(self) -> None:
        state = await self.desk.state(self.demo_id)
        if self.sheet.tab == "state":
            self.query_one(FoldTree).show(state_tree(state, ids_of(self.desk.chain(self.demo_id))))

    def _show_ledger(self) -> None:
        from academy.sandbox.ledger import ledger  # noqa: PLC0415 - nobody reads a ledger before a run
        from academy.sandbox.prices import cost  # noqa: PLC0415

        body = self.query_one(".result-body", VerticalScroll)
        width = body.scrollable_content_region.width or self.size.width
        lines = ledger_lines(ledger(self.desk.chain(self.demo_id)), width, cost)
        body.query_one(Static).update(paint_lines(lines))

    def _tabs(self) -> Content:
        parts: list[Content] = []
        for tab, label in TABS.items():
            style = "bold reverse" if tab == self.sheet.tab else "$text-muted"
            key = self.keys.get(tab, "")
            text = f" {label} {key} " if key else f" {label} "
            parts.append(Content.styled(text, f"{style} @click=screen.tab('{tab}','{self.demo_id}')"))
        return Content(" ").join(parts)
