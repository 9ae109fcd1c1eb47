"""The last line of every page: the keys that work now, as many as fit."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

_GAP = "  "


class KeyBar(Widget):
    """Keys with what they do; what does not fit is left out, the help that names all of them never is."""

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> RenderResult:
        """The keys in the order of their bindings."""
        parts: list[Content] = []
        room = self.size.width
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled:
                continue
            key = self.app.get_key_display(binding)
            part = Content.assemble((key, "bold $text-accent"), " ", (binding.description, "$text-muted"))
            if part.cell_length + len(_GAP) > room:
                break
            room -= part.cell_length + len(_GAP)
            parts.append(part)
        return Content(_GAP).join(parts)
