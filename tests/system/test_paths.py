"""Where state lies: one folder, and `ACADEMY_HOME` moves all of it."""

from pathlib import Path

import pytest

from academy.system import paths


def test_everything_moves_with_academy_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACADEMY_HOME", str(tmp_path / "here"))
    assert paths.home() == tmp_path / "here"
    assert {paths.log_path().parent, paths.sandbox_path().parent} == {tmp_path / "here"}
    assert not (tmp_path / "here").exists()


def test_a_tilde_and_a_relative_path_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ACADEMY_HOME", "~/state")
    assert paths.home() == tmp_path / "state"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACADEMY_HOME", "state")
    assert paths.home() == tmp_path / "state"


@pytest.mark.parametrize("moved", [None, ""])
def test_without_it_the_platform_decides(moved: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if moved is None:
        monkeypatch.delenv("ACADEMY_HOME", raising=False)
    else:
        monkeypatch.setenv("ACADEMY_HOME", moved)
    assert paths.home().is_absolute()
    assert paths.home().name == "academy"
