"""The commands of ctrl+p and the places of `/`, from the course as it stands."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.actions import parse
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from academy.progress.fold import STREAK_OPTION
from academy.tui import keys, themes
from academy.tui.widgets.claim_card import ClaimCard
from academy.tui.widgets.prose import Prose
from academy.tui.widgets.section_end import RelatedLink

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from academy.tui.app import AcademyApp
    from academy.tui.screens.page import Page


_ROOMS = {"lesson", "quiz", "editor"}  # what the HUD's keys do can be done from everywhere
_MOVING = {"scroll", "move", "page", "choose", "choose_here", "submit"}


@dataclass(frozen=True, slots=True)
class Command:
    """Something to choose: its name, a few words about it (ours, never a course's), and what it does."""

    name: str
    about: str
    run: Callable[[], object]


class Offers(Provider):
    """Finds commands by their name; nothing in a name is markup."""

    @abstractmethod
    def commands(self, app: "AcademyApp") -> Iterator[Command]:
        """What there is, in the order in which it is shown."""

    async def discover(self) -> Hits:
        """All, before anything is typed."""
        for command in self.commands(cast("AcademyApp", self.app)):
            yield DiscoveryHit(Content(command.name), command.run, command.name, command.about)

    async def search(self, query: str) -> Hits:
        """Those whose name holds what was typed, letters left out allowed."""
        matcher = self.matcher(query)
        for command in self.commands(cast("AcademyApp", self.app)):
            score, offsets = matcher.fuzzy_search.match(query, command.name)
            if score > 0:
                shown = Content(command.name)
                for offset in offsets:
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
                yield Hit(score, shown, command.run, command.name, command.about)


class Everything(Offers):
    """What can be done on the page that is shown, what from everywhere, then every place."""

    def commands(self, app: "AcademyApp") -> Iterator[Command]:
        """What can be done here; HUD, continue, looks, streak, reload, help, keys, quit; and the places."""
        if app.page is not None:
            yield from _here(app, app.page)
            yield from _links(app, app.page)
        yield Command("HUD", "the sequences, your level, the way on", app.to_hud)
        yield Command("Continue", "to the section where reading stopped", app.continue_reading)
        for name, look in themes.NAMES.items():
            if name != app.theme:
                yield Command(f"Theme: {look}", "kept for the next time", partial(_look, app, name))
        on = not app.session.last_progress.streak_on
        about = "days with something learned are counted and shown" if on else "no streak is shown"
        yield Command(f"Streak: {'on' if on else 'off'}", about, partial(_streak, app, on=on))
        yield Command("Reload", "read the course's files again", app.action_reload)
        if app.session.load.problems:
            yield Command(
                "File problems", "what is wrong in the course's files, and where", app.show_problems
            )
        yield Command("Help", "every key that works here", app.action_help)
        yield Command(
            "Write keys.toml",
            f"a file to rebind keys with: {_unmarked(str(keys.path()))}",
            partial(_write_keys, app),
        )
        yield Command("Quit", "everything is kept", app.exit)
        yield from _places(app)


class Places(Offers):
    """Where one can go."""

    def commands(self, app: "AcademyApp") -> Iterator[Command]:
        """Each sequence with its sections, each verification."""
        yield from _places(app)


def _here(app: "AcademyApp", page: "Page") -> Iterator[Command]:
    """What the keys of a lesson or quiz do on a page, whatever they are; moving about is for the keys alone."""
    keys_of: dict[tuple[DOMNode, str, str], list[str]] = {}
    for node, binding, enabled, _ in page.active_bindings.values():
        room = (binding.id or "").partition(".")[0]
        _, action, _ = parse(binding.action)
        if enabled and room in _ROOMS and action not in _MOVING:
            same = keys_of.setdefault((node, binding.action, binding.description), [])
            same.append(app.get_key_display(binding))
    for (node, action, name), same in keys_of.items():
        about = f"here, the same as {_unmarked(', '.join(same))}"
        yield Command(name, about, partial(app.run_action, action, node))


def _links(app: "AcademyApp", page: "Page") -> Iterator[Command]:
    """The web addresses in what a page shows, in reading order: links are for the mouse, these for the keys."""
    found: dict[str, None] = {}
    for widget in page.walk_children():
        if isinstance(widget, Prose | ClaimCard | RelatedLink):
            found.update(dict.fromkeys(widget.addresses))
    for address in found:
        yield Command(
            f"Open {address}", "a link on this page, in your browser", partial(app.open_url, address)
        )


def _places(app: "AcademyApp") -> Iterator[Command]:
    course = app.session.course
    for lesson in course.lessons:
        name = f"SEQ. {lesson.sequence}  {lesson.title}"
        yield Command(name, "where reading stopped", partial(app.open_lesson, lesson.id))
        for number, section in enumerate(lesson.section, 1):
            name = f"SEQ. {lesson.sequence} // {section.title}"
            about = f"section {number} of {len(lesson.section)}"
            yield Command(name, about, partial(app.open_lesson, lesson.id, section.id))
    for quiz in course.quizzes:
        yield Command(f"Verification: {quiz.title}", "quiz", partial(app.open_quiz, quiz.id))


def open_commands(app: "AcademyApp") -> None:
    """Show everything that can be done and every place."""
    app.push_screen(CommandPalette([Everything], placeholder="A command, a sequence, a section …"))


def open_places(app: "AcademyApp") -> None:
    """Show the places."""
    app.push_screen(CommandPalette([Places], placeholder="A sequence, a section, a verification …"))


def _look(app: "AcademyApp", name: str) -> None:
    app.theme = name
    app.set_option(themes.OPTION, name)


def _streak(app: "AcademyApp", *, on: bool) -> None:
    app.set_option(STREAK_OPTION, on)
    if app.page is not None:
        app.page.progress_changed()


def _write_keys(app: "AcademyApp") -> None:
    file = keys.path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(keys.template(keys.known()))
    except FileExistsError:
        app.say(f"{file} is there already; it was left alone.")
    except OSError as error:
        app.say(f"{file} cannot be written: {error.strerror}.", "error")
    else:
        app.say(f"{file} was written. What you change in it holds from the next start on.")


def _unmarked(text: str) -> str:
    """A text for a place where markup is read."""
    return text.replace("[", "\\[")
