"""A lesson, one section at a time: reading, running, checking."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.worker import Worker, WorkerState

from academy.course.models import Lesson
from academy.log.error import LogError
from academy.progress.fold import LessonProgress
from academy.tui.consent import may_run, switch_api
from academy.tui.desk import Desk, Tab
from academy.tui.screens.page import Page
from academy.tui.widgets.cell import Cell
from academy.tui.widgets.head import Head
from academy.tui.widgets.lesson_head import LessonHead, Place
from academy.tui.widgets.rail import Rail
from academy.tui.widgets.section_page import SCROLL_KEYS, SectionPage


class LessonScreen(Page):
    """Every position, edit and run of the lesson is kept while the program runs."""

    CSS_PATH = "../lesson.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (180, "-beside")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "demo('run')", "Run", id="lesson.run"),
        Binding("e", "demo('edit')", "Edit", id="lesson.edit"),
        Binding("n", "next_section", "Next", id="lesson.next"),
        Binding("b", "previous_section", "Back", id="lesson.back"),
        Binding("v", "verify", "Verify", id="lesson.verify"),
        Binding("s", "demo('stop')", "Stop", id="lesson.stop"),
        Binding("x", "demo('reset')", "Reset", show=False, id="lesson.reset"),
        Binding("u", "demo('restore')", "Restore original", show=False, id="lesson.restore"),
        Binding("o", "tab('output')", "Output", show=False, id="lesson.output"),
        Binding("w", "tab('wire')", "Wire", show=False, id="lesson.wire"),
        Binding("t", "tab('state')", "State", show=False, id="lesson.state"),
        Binding("l", "tab('ledger')", "Ledger", show=False, id="lesson.ledger"),
        Binding("j", "javascript", "Python or JavaScript", show=False, id="lesson.javascript"),
        Binding("a", "real_api", "Real API, or back", show=False, id="lesson.real"),
        *(
            Binding(key, f"scroll('{key}')", f"Scroll: {key}", show=False, id=f"lesson.scroll-{key}")
            for key in SCROLL_KEYS
        ),
    ]

    def __init__(self, lesson_id: str, section_id: str | None = None) -> None:
        super().__init__()
        self.lesson_id = lesson_id
        self.wanted = section_id
        self.at = 0
        self.desk: Desk
        self._ran: dict[str, bool] = {}
        self._turns = 0

    @property
    def lesson(self) -> Lesson:
        """The lesson as the course has it now."""
        return self.session.course.lesson(self.lesson_id)

    @property
    def page(self) -> SectionPage:
        """The section that is shown."""
        return self.query_one(SectionPage)

    def compose_head(self) -> Head:
        """The number of the lesson."""
        return Head(f"SEQ. {self.lesson.sequence}")

    def compose_body(self) -> ComposeResult:
        """Head, rail, section."""
        # Textual sets these after its first layout, and would lay out twice.
        self.add_class(
            [name for columns, name in self.HORIZONTAL_BREAKPOINTS if columns <= self.app.size.width][-1]
        )
        self.desk = Desk(self.session, self.lesson_id, self._sheet_changed, self.tell)
        self.at = self._number_of(self.wanted or self._lesson_progress().section) or 0
        yield LessonHead(self._place())
        with Horizontal(id="lesson-body"):
            yield Rail(self._place())
            yield SectionPage(self.desk, self.at, self._keys(), quiz=self._has_quiz())

    def on_mount(self) -> None:
        """What takes time comes after the first picture."""
        self.watch(self.page, "scroll_y", self._scrolled, init=False)
        self.call_after_refresh(self._opened)

    def on_screen_resume(self) -> None:
        """Show what was earned meanwhile; this lesson is where to continue again."""
        if self.is_mounted:
            self.call_after_refresh(self._arrived)

    def on_descendant_focus(self) -> None:
        """The cell with the focus is the one that the keys mean."""
        self.page.focus_moved()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the cell in view."""
        if action != "demo" or len(parameters) > 1 or self._turns or not self.is_mounted:
            return True
        cell = self.page.target()
        if cell is None:
            return not self.page.complete
        sheet = self.desk.sheet(cell.demo.id)
        match parameters[0]:
            case "stop":
                return sheet.running
            case "restore":
                return sheet.edited is not None
            case "reset":
                return sheet.used
            case _:
                return not sheet.running

    def show_section(self, section_id: str) -> None:
        """Go to a section by its id; one that is not there leaves the page as it is."""
        at = self._number_of(section_id)
        if at is not None:
            self._in_turn(self._go, at)

    def action_next_section(self) -> None:
        """Go on."""
        self._in_turn(self._step, 1)

    def action_previous_section(self) -> None:
        """Go back."""
        self._in_turn(self._step, -1)

    def action_go(self, number: int) -> None:
        """Go to a section of the rail."""
        self._in_turn(self._go, number)

    def action_scroll(self, where: str) -> None:
        """Scroll the section."""
        self.page.scroll_towards(where)

    def action_verify(self) -> None:
        """Take the quiz."""
        quiz = self.session.course.quiz_of(self.lesson)
        if quiz is None:
            self.tell("This lesson has no verification.")
        else:
            self.academy.open_quiz(quiz.id)

    def action_demo(self, what: str, demo_id: str = "") -> None:
        """Run, edit, stop, reset or restore the cell in view, or the one that was clicked."""
        self._in_turn(self._demo, what, demo_id)

    async def _demo(self, what: str, demo_id: str) -> None:
        cell = self._cell(demo_id)
        if cell is None:
            if self.page.complete:
                self.tell("There is no demo in this section.")
            else:  # the key came before the first picture was whole
                self.call_after_refresh(self._demo, what, demo_id)
            return
        match what:
            case "run":
                cell.focus(scroll_visible=False)
                self._work(self._run(cell))
            case "edit":
                await cell.edit()
            case "stop":
                self._work(self.desk.stop(cell.demo.id))
            case "reset":
                self._work(self.desk.reset(cell.demo.id))
            case "restore":
                self.desk.edit(cell.demo, cell.demo.code)
                await cell.show_code()

    def action_prove(self, demo_id: str) -> None:
        """Go to the proof of a claim and run it."""
        self._in_turn(self._prove, demo_id)

    def action_tab(self, tab: Tab, demo_id: str = "") -> None:
        """Open a tab of the cell in view, or of the one that was clicked."""
        self._in_turn(self._tab, tab, demo_id)

    async def _tab(self, tab: Tab, demo_id: str) -> None:
        cell = self._cell(demo_id)
        if cell is None or not cell.has_result:
            self.tell("Nothing has run here yet: run the demo first.")
        else:
            cell.result.open(tab, focus=not demo_id)

    def action_javascript(self, demo_id: str = "", shown: bool | None = None) -> None:
        """Show the cell in view in the other language."""
        self._in_turn(self._javascript, demo_id, shown)

    async def _javascript(self, demo_id: str, shown: bool | None) -> None:
        cell = self._cell(demo_id)
        if cell is None or cell.demo.javascript is None:
            self.tell("This cell has no JavaScript beside it.")
            return
        sheet = self.desk.sheet(cell.demo.id)
        sheet.javascript = not sheet.javascript if shown is None else shown
        await cell.show_code()

    async def action_real_api(self) -> None:
        """Switch to the real API after an estimate and a question, or back."""
        cell = self.page.target()
        demo_id = cell.demo.id if cell is not None else next(iter(self.lesson.demos), None)
        if demo_id is None:
            self.tell("This lesson has no demo to run.")
        else:
            self._work(switch_api(self, self.desk, demo_id))

    def course_changed(self) -> None:
        """Show the lesson as it is now, where the reader is; the HUD where the lesson is gone."""
        if self.is_mounted:
            self.call_later(self._reload)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what went wrong in the background; nothing of it ends the program."""
        if event.state == WorkerState.ERROR:
            error = event.worker.error
            self.tell(f"{type(error).__name__}: {error}. This is a mistake of ours; the lesson goes on.")

    def note(self, write: Callable[[], None]) -> None:
        """Write to the journal; a log that cannot be written is said, and reading goes on."""
        try:
            write()
        except LogError as error:
            self.tell(f"{error} Your reading goes on.")

    def tell(self, text: str) -> None:
        """Say something in passing."""
        self.academy.say(text)

    def show_progress(self) -> None:
        """Say again what was earned, where one is, and who answers."""
        place = self._place()
        self.query_one(LessonHead).show(place)
        self.query_one(Rail).show(place)

    async def _run(self, cell: Cell) -> None:
        if not self.desk.sheet(cell.demo.id).running and await may_run(self):
            await self.desk.run(cell.demo.id)

    def _in_turn(self, what: Callable[..., Awaitable[None]], *values: object) -> None:
        """Do something after what was asked for before it, in the screen's own turn.

        Keys come faster than sections change, and what was clicked goes away with the old section.
        """
        self._turns += 1
        self.call_later(self._turn, what, *values)

    async def _turn(self, what: Callable[..., Awaitable[None]], *values: object) -> None:
        try:
            await what(*values)
        finally:
            self._turns -= 1
            self.refresh_bindings()

    async def _prove(self, demo_id: str) -> None:
        await self._go(self.lesson.section.index(self.lesson.section_of(demo_id)))
        await self._demo("run", demo_id)

    async def _step(self, by: int) -> None:
        await self._go(self.at + by)

    async def _go(self, at: int) -> None:
        if 0 <= at < len(self.lesson.section) and at != self.at:
            self.at = at
            await self.page.show(at)
            self.set_focus(None)
            self._arrived()

    async def _reload(self) -> None:
        try:
            lesson = self.lesson
        except KeyError:
            self.tell("This lesson is no longer in the course.")
            if self.is_current:
                self.academy.to_hud()
            return
        if lesson == self.page.lesson:
            return
        at = self._number_of(self.page.section_id)
        self.at = min(self.at, len(lesson.section) - 1) if at is None else at
        await self.page.show(self.at, scroll_y=self.page.scroll_y if at is not None else 0)
        self.call_after_refresh(self._mark_cell)
        self.show_progress()

    def _opened(self) -> None:
        import academy.tui.widgets.result  # noqa: F401, PLC0415 - after the first picture, before the first run

        self.note(lambda: self.session.journal.opened(self.lesson_id))
        self._arrived()

    def _arrived(self) -> None:
        section = self.lesson.section[self.at]
        self.note(lambda: self.session.journal.reading(self.lesson_id, section.id))
        self.show_progress()
        self.call_after_refresh(self._mark_cell)

    def _sheet_changed(self, demo_id: str) -> None:
        if not self.is_mounted:
            return
        cell = self._cell(demo_id)
        if cell is not None:
            cell.changed()
        sheet = self.desk.sheet(demo_id)
        if self._ran.get(demo_id) != sheet.running:
            self._ran[demo_id] = sheet.running
            self.show_progress()
            self.refresh_bindings()

    def _scrolled(self) -> None:
        self.page.scrolled()
        self.refresh_bindings()

    def _mark_cell(self) -> None:
        if self.is_mounted:
            self.page.mark()
            self.refresh_bindings()

    def _cell(self, demo_id: str) -> Cell | None:
        if not demo_id:
            return self.page.target()
        return next((cell for cell in self.page.cells if cell.demo.id == demo_id), None)

    def _number_of(self, section_id: str | None) -> int | None:
        return next((n for n, section in enumerate(self.lesson.section) if section.id == section_id), None)

    def _place(self) -> Place:
        real = self.desk.forward is not None
        return Place(self.lesson, self.at, self._lesson_progress(), real, self._has_quiz())

    def _lesson_progress(self) -> LessonProgress:
        return self.progress.lessons.get(self.lesson_id, LessonProgress())

    def _has_quiz(self) -> bool:
        return self.session.course.quiz_of(self.lesson) is not None

    def _keys(self) -> dict[str, str]:
        """The key of each of our bindings as people know it, by the last part of the binding's id."""
        return {
            active.binding.id.removeprefix("lesson."): self.app.get_key_display(active.binding)
            for active in self.active_bindings.values()
            if active.binding.id is not None and active.binding.id.startswith("lesson.")
        }

    def _work(self, what: Coroutine[Any, Any, None]) -> None:
        self.run_worker(what, exit_on_error=False)
