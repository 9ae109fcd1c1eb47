"""`academy` without a command: the HUD."""

import argparse


def run(args: argparse.Namespace) -> int:
    """Show the HUD until it is left."""
    from academy.tui.app import Start
    from academy.tui.launch import launch

    return launch(args.course, Start())
