"""Consent is asked for once per folder, whatever way leads to it."""

from pathlib import Path

import pytest

from academy.demo import trust


def test_consent_holds_for_its_folder_alone(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    options = {trust.option(mine): True}
    assert trust.trusted(options, mine)
    assert not trust.trusted(options, other)
    assert not trust.trusted(options, mine / "deeper")


def test_consent_knows_its_folder_by_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / "link").symlink_to(mine)
    options = {trust.option(mine): True}
    monkeypatch.chdir(tmp_path)
    for name in (Path("mine"), Path("./mine/../mine"), tmp_path / "link"):
        assert trust.trusted(options, name)


def test_only_yes_is_consent(tmp_path: Path) -> None:
    values: tuple[object, ...] = (False, None, "true", 1, [])
    for value in values:
        assert not trust.trusted({trust.option(tmp_path): value}, tmp_path)
    assert str(tmp_path) in trust.question(tmp_path)
