"""What `academy demo` asks at a terminal, and what it leaves unasked."""

import os
import sys
from pathlib import Path

from academy.sandbox import Sandbox
from tests.cli.test_demo import demo, write_course
from tests.terminal import Terminal, needs_tmux

ASK = "from openai import OpenAI\nprint(OpenAI().responses.create(model='gpt-5.4', input='Hi').status)"


def home(folder: Path) -> dict[str, str]:
    return {"ACADEMY_HOME": str(folder / "home"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


@needs_tmux
def test_a_strangers_demos_are_asked_for_once_per_folder(tmp_path: Path) -> None:
    root = write_course(tmp_path / "c", demo("says", "print('it', 'ran')"))
    command = [sys.executable, "-m", "academy", "demo", "one", "--course", str(root)]
    with Terminal(Path.cwd(), home(tmp_path), columns=160) as terminal:
        terminal.run(command)
        terminal.wait_for("Run them", "[y/N]")
        terminal.press("Enter")
        assert "it ran" not in terminal.wait_for("ended-1")
        terminal.run(command)
        terminal.wait_for("[y/N]")
        terminal.press("y", "Enter")
        terminal.wait_for("it ran", "ended-0")
        terminal.run(command)
        assert "[y/N]" not in terminal.wait_for("it ran", "ended-0")


@needs_tmux
def test_the_price_is_named_and_agreed_to_before_anything_is_sent(tmp_path: Path) -> None:
    root = write_course(tmp_path / "c", demo("asks", ASK))
    with Sandbox(None) as real, Terminal(Path.cwd(), home(tmp_path), columns=160) as terminal:
        words = {"OPENAI_API_KEY": real.issue_key("real"), "OPENAI_BASE_URL": real.base_url}
        setting = ["env", *(f"{name}={value}" for name, value in words.items())]
        command = [*setting, sys.executable, "-m", "academy", "demo", "one", "--real", "--course", str(root)]
        terminal.run(command)
        terminal.wait_for("[y/N]")
        terminal.press("y", "Enter")
        terminal.wait_for("1 turn", "$", "Send it?")
        terminal.press("n", "Enter")
        terminal.wait_for("nothing was sent", "ended-1")
        assert not real.record.since()
        terminal.run([*command, "--yes"])
        terminal.wait_for("completed", "ended-0")
        assert len(real.record.since()) == 1


@needs_tmux
def test_ctrl_c_ends_it_and_leaves_nothing_running(tmp_path: Path) -> None:
    root = write_course(
        tmp_path / "c", demo("waits", f"import os\nprint(os.getpid(), {'x'!r} + 'yz')\nwhile True: pass")
    )
    with Terminal(Path.cwd(), home(tmp_path)) as terminal:
        terminal.run([sys.executable, "-m", "academy", "demo", "one", "--course", str(root)])
        terminal.wait_for("[y/N]")
        terminal.press("y", "Enter")
        screen = terminal.wait_for("xyz")
        pid = next(line.split()[0] for line in screen.splitlines() if line.endswith(" xyz"))
        terminal.press("C-c")
        terminal.wait_for("ended-130")
        assert not Path(f"/proc/{pid}").exists()
