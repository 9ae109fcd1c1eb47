"""`academy doctor` says what is there, and what to do about what is not."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from academy import __version__
from tests.cli.academy_process import academy, environment


def findings(shown: str) -> dict[str, dict[str, str]]:
    return {finding["what"]: finding for finding in json.loads(shown)}


def test_all_that_is_needed_is_here(tmp_path: Path) -> None:
    done = academy(tmp_path / "home", "doctor", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = findings(done.stdout)
    assert all(set(finding) == {"what", "state", "detail", "remedy"} for finding in found.values())
    assert found["academy"]["detail"] == __version__
    assert {"openai", "textual", "pydantic", "sqlite", "course", "loopback", "demo limits"} <= set(found)
    assert found["state folder"] == {
        "what": "state folder",
        "state": "ok",
        "detail": str(tmp_path / "home"),
        "remedy": "",
    }
    assert not (tmp_path / "home").exists()


def test_people_read_one_line_a_finding(tmp_path: Path) -> None:
    done = academy(tmp_path, "doctor", OPENAI_API_KEY="sk-secret")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["ok", "academy", __version__]
    assert any(
        line.startswith("note") and "set: a lesson can switch to the real API" in line for line in lines
    )
    assert "sk-secret" not in done.stdout
    # There is no terminal in a test, so it says what to do without one.
    assert any("terminal" in line and "--plain" in line for line in lines)


def test_a_state_folder_that_cannot_be_written_is_lacking_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = academy(tmp_path / "file" / "home", "doctor")
    assert done.returncode == 3
    [at] = [number for number, line in enumerate(done.stdout.splitlines()) if line.startswith("lacking")]
    line, remedy = done.stdout.splitlines()[at : at + 2]
    assert "state folder" in line
    assert "Not a directory" in line
    assert "ACADEMY_HOME" in remedy


def test_a_package_that_is_not_installed_is_named_with_the_line_that_installs_it(tmp_path: Path) -> None:
    about = tmp_path / "academy-9.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text(
        "Metadata-Version: 2.4\nName: academy\nVersion: 9\n"
        "Requires-Dist: no-such-thing<3,>=2.1; python_version > '3'\n"
        "Requires-Dist: another-absent>=1; extra == 'dev'\n"
    )
    done = academy(tmp_path / "home", "doctor", PYTHONPATH=str(tmp_path))
    assert done.returncode == 3
    assert "no-such-thing" in done.stdout
    assert "pip install 'no-such-thing<3,>=2.1'" in done.stdout
    assert "another-absent" not in done.stdout


def test_a_command_whose_package_is_missing_says_so(tmp_path: Path) -> None:
    absent = 'raise ModuleNotFoundError("No module named tomli", name="tomli")\n'
    (tmp_path / "tomli.py").write_text(absent)
    done = academy(tmp_path / "home", "check", PYTHONPATH=str(tmp_path))
    assert done.returncode == 3
    assert (
        done.stderr
        == "academy: this needs tomli, which is not installed\n  `academy doctor` says how to get it\n"
    )


def test_a_small_terminal_is_noted_with_the_size_that_is_needed(tmp_path: Path) -> None:
    program, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "academy", "doctor"],
        stdin=terminal,
        stdout=terminal,
        env=environment(tmp_path, COLUMNS="40", LINES="10"),
    ) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                piece = os.read(program, 10_000)
            except OSError:
                break
            shown += piece
    os.close(program)
    assert process.returncode == 0
    assert b"40x10" in shown
    assert b"needs 60x20" in shown
