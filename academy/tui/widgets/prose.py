"""Markdown of a course: links open in the browser and nothing else happens."""

from textual.widgets import Markdown

WEB = ("http://", "https://")


class Prose(Markdown):
    """Text of a lesson; a link that is no web address does nothing."""

    BULLETS = ["• ", "◦ ", "▪ "]  # noqa: RUF012 - Textual declares it so

    def __init__(self, markdown: str, classes: str | None = None) -> None:
        super().__init__(markdown, classes=classes, open_links=False)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Open a web address in the browser."""
        event.stop()
        if event.href.startswith(WEB):
            self.app.open_url(event.href)
