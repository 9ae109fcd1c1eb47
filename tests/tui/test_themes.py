"""Our looks: everything that is text can be read, and the first look fits the terminal."""

import pytest
from textual.color import Color
from textual.theme import Theme

from academy.tui import themes

TONES = [
    "text",
    "text-muted",
    *(f"text-{tone}" for tone in ("primary", "secondary", "accent", "warning", "success", "error")),
]
OURS = [theme for theme in themes.THEMES if not theme.ansi]


def colours(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "block-cursor-background"])
def test_text_of_every_tone_can_be_read_everywhere(theme: Theme, ground: str) -> None:
    found = colours(theme)
    for tone in [*TONES, "foreground", "link-color"]:
        contrast = (
            Color.parse(found[ground]).get_contrast_text(1.0)
            if found[tone] == "auto"
            else Color.parse(found[tone])
        )
        assert ratio(contrast, Color.parse(found[ground])) >= 4.5, (tone, ground)


def ratio(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(
    ("env", "look"),
    [
        ({}, themes.DARK),
        ({"TERM": "xterm-256color"}, themes.DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, themes.LIGHT),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default;7"}, themes.LIGHT),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, themes.DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;8"}, themes.DARK),
        ({"TERM": "linux"}, themes.ANSI),
        ({"TERM": "screen", "COLORTERM": "truecolor"}, themes.DARK),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, themes.ANSI),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, themes.DARK),
    ],
)
def test_the_first_look_fits_what_the_terminal_says_of_itself(env: dict[str, str], look: str) -> None:
    assert themes.fitting(env) == look
