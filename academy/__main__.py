"""Run `python -m academy` like the installed command."""

from academy.cli.main import run

if __name__ == "__main__":
    run()
