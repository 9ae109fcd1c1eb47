"""The last line of every page: the keys that work now, as many as fit."""

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

HELP = "app.help"
_GAP = "  "


class KeyBar(Widget):
    """Keys with what they do; what does not fit is left out, except the key that shows all of them."""

    auto_links = False  # they would be underlined

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> RenderResult:
        """The page's own keys first, in the order of their bindings; each can be clicked."""
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                shown.setdefault(active.binding.action, active.binding)
        every = [binding for binding in shown.values() if binding.id == HELP]
        last = [self._part(binding) for binding in every]
        room = self.size.width - sum(part.cell_length + len(_GAP) for part in last)
        parts: list[Content] = []
        for binding in shown.values():
            part = self._part(binding)
            if binding.id == HELP or part.cell_length > room:
                continue
            room -= part.cell_length + len(_GAP)
            parts.append(part)
        return Content(_GAP).join([*parts, *last])

    def _part(self, binding: Binding) -> Content:
        label = Content.assemble(
            (self.app.get_key_display(binding), "bold $text-accent"),
            " ",
            (binding.description, "$text-muted"),
        )
        return label.stylize(f"@click=app.simulate_key('{binding.key}')")
