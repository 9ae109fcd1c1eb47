"""The looks of the app: a dark and a light one of our own, and one that uses the terminal's colours."""

from textual.theme import Theme

DARK = "academy-dark"
LIGHT = "academy-light"
ANSI = "academy-ansi"

THEMES = (
    Theme(
        name=DARK,
        primary="#4FD6BE",
        secondary="#7FA7FF",
        accent="#FFC46B",
        success="#8BE38B",
        warning="#FFC46B",
        error="#FF8A8A",
        foreground="#D7E3E7",
        background="#0B1217",
        surface="#101A21",
        panel="#17242D",
    ),
    Theme(
        name=LIGHT,
        primary="#00665A",
        secondary="#2C4FA3",
        accent="#8A4B00",
        success="#1E6B2E",
        warning="#8A4B00",
        error="#A3232B",
        foreground="#14212A",
        background="#F4F6F3",
        surface="#EAEEE9",
        panel="#DEE5DF",
        dark=False,
    ),
    Theme(
        name=ANSI,
        primary="ansi_cyan",
        secondary="ansi_blue",
        accent="ansi_yellow",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        ansi=True,
    ),
)
