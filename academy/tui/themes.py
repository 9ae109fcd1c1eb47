"""The looks of the app: a dark and a light one of our own, and one that uses the terminal's own colours.

Text of every tone has a contrast of 4.5:1 or more on background, surface and panel (WCAG 2.2, 1.4.3); a test
holds that. Where colours say something, a word, a mark or bold type says it too.
"""

from collections.abc import Mapping

from textual.theme import Theme

DARK = "academy-dark"
LIGHT = "academy-light"
ANSI = "academy-ansi"
OPTION = "theme"
NAMES: Mapping[str, str] = {DARK: "dark", LIGHT: "light", ANSI: "the terminal's own colours"}

_FEW_COLOURS = {"linux", "vt100", "vt220", "ansi", "xterm", "screen", "rxvt"}


def _tones(**tones: str) -> dict[str, str]:
    """The tones of text, exact: Textual would blend them with white or black."""
    return {f"text-{tone}": color for tone, color in tones.items()}


def _cursor(foreground: str, background: str, blurred: str) -> dict[str, str]:
    return {
        "block-cursor-foreground": foreground,
        "block-cursor-background": background,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": foreground,
        "block-cursor-blurred-background": blurred,
        "block-hover-background": blurred,
    }


THEMES = (
    Theme(
        name=DARK,
        primary="#58D5C9",
        secondary="#86AEFF",
        accent="#FFBF5F",
        success="#86DE8C",
        warning="#FFBF5F",
        error="#FF8F88",
        foreground="#D6E2E8",
        background="#0A1016",
        surface="#101920",
        panel="#18242D",
        variables={
            "text": "#D6E2E8",
            "link-color": "#58D5C9",
            **_tones(muted="#8DA3B0", primary="#58D5C9", secondary="#86AEFF", accent="#FFBF5F"),
            **_tones(warning="#FFBF5F", success="#86DE8C", error="#FF8F88"),
            **_cursor("#EAF4F8", "#1B3540", "#162530"),
            "border": "#58D5C9",
            "border-blurred": "#2B3D49",
            "scrollbar": "#2B3D49",
            "scrollbar-hover": "#3C5362",
            "scrollbar-active": "#58D5C9",
            "scrollbar-background": "#0A1016",
            "scrollbar-background-hover": "#0A1016",
            "scrollbar-background-active": "#0A1016",
            "scrollbar-corner-color": "#0A1016",
            "input-selection-background": "#2A5A66",
            "screen-selection-background": "#2A5A66",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#00695F",
        secondary="#2F4FA8",
        accent="#8A4A00",
        success="#1F6A2D",
        warning="#8A4A00",
        error="#A8242A",
        foreground="#16242C",
        background="#F5F3EC",
        surface="#ECEAE1",
        panel="#E1DFD4",
        dark=False,
        variables={
            "text": "#16242C",
            "link-color": "#00695F",
            **_tones(muted="#4C5A61", primary="#00695F", secondary="#2F4FA8", accent="#8A4A00"),
            **_tones(warning="#8A4A00", success="#1F6A2D", error="#A8242A"),
            **_cursor("#0C191F", "#C9DDD8", "#DEE5DE"),
            "border": "#00695F",
            "border-blurred": "#B9BDB3",
            "scrollbar": "#B9BDB3",
            "scrollbar-hover": "#98A098",
            "scrollbar-active": "#00695F",
            "scrollbar-background": "#F5F3EC",
            "scrollbar-background-hover": "#F5F3EC",
            "scrollbar-background-active": "#F5F3EC",
            "scrollbar-corner-color": "#F5F3EC",
            "input-selection-background": "#A9CFC8",
            "screen-selection-background": "#A9CFC8",
        },
    ),
    Theme(
        name=ANSI,
        primary="ansi_cyan",
        secondary="ansi_blue",
        accent="ansi_magenta",  # yellow cannot be read on white, and it is not known here what the background is
        success="ansi_green",
        warning="ansi_magenta",
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        ansi=True,
        variables={
            **_tones(muted="ansi_default"),
            **_cursor("ansi_default", "ansi_default", "ansi_default"),
            "block-cursor-text-style": "bold underline",  # lists do not turn round: Textual drops it there
            "block-cursor-blurred-text-style": "bold underline",
            "border": "ansi_cyan",
            "border-blurred": "ansi_default",
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "scrollbar": "ansi_default",
            "scrollbar-hover": "ansi_default",
            "scrollbar-active": "ansi_cyan",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
        },
    ),
)


def fitting(env: Mapping[str, str]) -> str:
    """The theme for a terminal, by what it says of itself without being asked; dark where it says nothing.

    NO_COLOR, and terminals of eight colours, get their own colours. `COLORFGBG` ends in the number of the
    background colour: 7 and 9 to 15 are light.
    """
    many = env.get("COLORTERM") or "256" in env.get("TERM", "256")
    if env.get("NO_COLOR") or (not many and env.get("TERM", "").partition("-")[0] in _FEW_COLOURS):
        return ANSI
    background = env.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in {"7", *map(str, range(9, 16))} else DARK
