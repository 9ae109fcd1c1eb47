"""A tree of plain nodes; what somebody unfolded stays unfolded when the tree is shown again."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from academy.tui.present.node import Node
from academy.tui.present.words import Tone, plain
from academy.tui.widgets.paint import STYLES

TOGGLE_STYLE: Final = Style.from_meta({"toggle": True})


class FoldTree(Tree[Node]):
    """Shows nodes; their children are made when they are unfolded for the first time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"fold--{tone}" for tone in STYLES if tone != "plain"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "unfold", "Unfold", show=False, id="tree.unfold"),
        Binding("left", "fold", "Fold", show=False, id="tree.fold"),
    ]

    def __init__(self) -> None:
        super().__init__("")
        self.show_root = False
        self.guide_depth = 2
        self._folds: dict[str, bool] = {}

    def show(self, nodes: Sequence[Node]) -> None:
        """Show other nodes, folded and unfolded as those of the same name were."""
        line = self.cursor_line
        self.clear()
        self._add(self.root, nodes)
        self.root.expand()
        self.call_after_refresh(self._back_to, line)

    def render_label(self, node: TreeNode[Node], base_style: Style, style: Style) -> Text:
        """The words of a node in their tones; the line under the cursor in one colour, so that it can be read."""
        icon = (self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE) if node.allow_expand else ""
        words = node.data.words if node.data is not None else ()
        text = Text.assemble(
            (icon, base_style + TOGGLE_STYLE), *((piece.text, self._tone(piece.tone)) for piece in words)
        )
        if node is self.cursor_node and self.has_focus:
            text.stylize(style)
        else:
            text.stylize_before(style)
        return text

    def action_unfold(self) -> None:
        """Unfold the line under the cursor, or step into it."""
        node = self.cursor_node
        if node is not None and node.allow_expand:
            if node.is_expanded:
                self.action_cursor_down()
            else:
                node.expand()

    def action_fold(self) -> None:
        """Fold the line under the cursor, or step out of it."""
        node = self.cursor_node
        if node is None:
            return
        if node.allow_expand and node.is_expanded:
            node.collapse()
        elif node.parent is not None and node.parent is not self.root:
            self.move_cursor(node.parent)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Node]) -> None:
        """Make the children; remember."""
        event.stop()
        self._fill(event.node)
        self._remember(event.node, is_open=True)

    def on_tree_node_collapsed(self, event: Tree.NodeCollapsed[Node]) -> None:
        """Remember."""
        event.stop()
        self._remember(event.node, is_open=False)

    def _back_to(self, line: int) -> None:
        self.cursor_line = min(line, self.last_line)

    def _remember(self, node: TreeNode[Node], *, is_open: bool) -> None:
        if node.data is not None:
            self._folds[node.data.name] = is_open

    def _fill(self, node: TreeNode[Node]) -> None:
        if node.data is not None and not node.children:
            self._add(node, node.data.children())

    def _add(self, parent: TreeNode[Node], nodes: Sequence[Node]) -> None:
        for node in nodes:
            label = Text(plain(node.words))
            if node.leaf:
                parent.add_leaf(label, node)
                continue
            is_open = self._folds.get(node.name, node.open)
            added = parent.add(label, node)
            if is_open:
                self._fill(added)
                added.expand()

    def _tone(self, tone: Tone) -> Style:
        if tone == "plain":
            return Style.null()
        return self.get_component_rich_style(f"fold--{tone}", partial=True)
