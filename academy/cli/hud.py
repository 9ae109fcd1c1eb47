"""`academy` without a command: the HUD."""

import argparse

from academy.cli.screen import show


def run(args: argparse.Namespace) -> int:
    """Show the HUD until it is left."""
    return show(args, plain="academy open LESSON --plain")
