"""What came of a demo: Output, Wire, State and Ledger, one of them open at a time."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from academy.tui.desk import Desk, Sheet, Tab
from academy.tui.present.ledger_lines import ledger_lines
from academy.tui.present.node import Node
from academy.tui.present.output import before_lines, origin, output_lines
from academy.tui.present.state_tree import ids_of, state_tree
from academy.tui.present.verdict import verdict
from academy.tui.present.wire import wire
from academy.tui.present.words import Piece
from academy.tui.session import SandboxUnavailableError
from academy.tui.widgets.fold_tree import FoldTree
from academy.tui.widgets.paint import paint, paint_lines

TABS: Final[dict[Tab, str]] = {"output": "Output", "wire": "Wire", "state": "State", "ledger": "Ledger"}
_BEAT = 1 / 30


class Result(Vertical):
    """The tabs under (or beside) the code of one demo; `asked` when somebody ran it just now."""

    class Shown(Message):
        """Something new is shown; `asked` when somebody asked for it just now."""

        def __init__(self, result: "Result", *, asked: bool) -> None:
            super().__init__()
            self.result = result
            self.asked = asked

    def __init__(self, desk: Desk, demo_id: str, keys: dict[Tab, str], *, asked: bool) -> None:
        super().__init__(classes="result")
        self._asked = asked
        self.desk = desk
        self.demo_id = demo_id
        self.keys = keys
        self._stale = False
        self._beats = False
        self._silent = True

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
        await self._show(asked=self._asked)

    @property
    def current(self) -> bool:
        """Whether the keys of tabs mean this one."""
        return any(node.has_class("-current") for node in self.ancestors)

    def show_tabs(self) -> None:
        """Name the tabs, with their keys where the keys mean this one."""
        for tabs in self.query(".result-tabs").results(Static):  # none before they are composed
            tabs.update(self._tabs())

    def changed(self) -> None:
        """The sheet changed: show it, at once if nothing was shown lately and else with the next beat.

        The first thing that is printed does not wait for a beat.
        """
        self._stale = True
        silent, self._silent = self._silent, self.sheet.transcript.empty
        if self.is_mounted and silent and not self._silent:
            self.call_next(self._show)
        elif self.is_mounted and not self._beats:
            self._beats = True
            self.call_next(self._beat)

    async def _beat(self) -> None:
        if self._stale:
            self._stale = False
            await self._show()
            self.set_timer(_BEAT, self._beat)
        else:
            self._beats = False

    def open(self, tab: Tab, *, focus: bool = False) -> None:
        """Open a tab; with the focus on what it holds when a key asked for it."""
        self.call_next(self._open, tab, focus=focus)

    async def _open(self, tab: Tab, *, focus: bool) -> None:
        if tab != self.sheet.tab:
            self.sheet.tab = tab
            await self.query_one(".result-body").remove()
            await self.mount(self._body(), before=self.query_one(".result-verdict", Static))
        await self._show(asked=True)
        if focus:
            body = self.query_one(".result-body")
            body.can_focus = True
            body.focus(scroll_visible=False)

    def on_descendant_blur(self) -> None:
        """Tab walks from cell to cell; only the key of a tab steps into it."""
        for body in self.query(".result-body"):
            body.can_focus = False

    def _body(self) -> Widget:
        match self.sheet.tab:
            case "output" | "ledger":
                return VerticalScroll(Static(markup=False), classes="result-body", can_focus=False)
            case "wire" | "state":
                tree = FoldTree()
                tree.can_focus = False
                tree.add_class("result-body")
                return tree

    async def _show(self, *, asked: bool = False) -> None:
        sheet = self.sheet
        self.show_tabs()
        self.query_one(".result-origin", Static).update(paint(origin(sheet)))
        self._show_verdict()
        match sheet.tab:
            case "output":
                self._show_output()
            case "wire":
                self.query_one(FoldTree).show(wire(self.desk.wire(self.demo_id)))
            case "state":
                await self._show_state()
            case "ledger":
                self._show_ledger()
        self.post_message(self.Shown(self, asked=asked))

    def _show_verdict(self) -> None:
        sheet = self.sheet
        lines = verdict(sheet.run) if sheet.run is not None else ()
        if sheet.trouble:
            lines = ((Piece(sheet.trouble, "bad"),),)
        shown = self.query_one(".result-verdict", Static)
        shown.display = bool(lines)
        shown.update(paint_lines(lines))

    def _show_output(self) -> None:
        body = self.query_one(".result-body", VerticalScroll)
        follows = body.max_scroll_y - body.scroll_y <= 1
        lines = [*before_lines(self.desk.lesson, self.sheet), *output_lines(self.sheet)]
        body.query_one(Static).update(paint_lines(lines))
        if follows:
            body.scroll_end(animate=False)

    async def _show_state(self) -> None:
        try:
            state = await self.desk.state(self.demo_id)
            nodes = state_tree(state, ids_of(self.desk.chain(self.demo_id)))
        except SandboxUnavailableError as error:
            nodes = (Node("trouble", (Piece(str(error), "bad"),)),)
        for tree in self.query(FoldTree):
            tree.show(nodes)

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
            key = self.keys.get(tab, "") if self.current else ""
            text = Content.assemble(" ", (f"{key} " if key else "", "bold"), label, " ")
            text = text.stylize("reverse" if tab == self.sheet.tab else "")
            parts.append(text.stylize(f"@click=screen.tab('{tab}','{self.demo_id}')"))
        return Content(" ").join(parts)
