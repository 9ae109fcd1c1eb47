"""`academy demo` as scripts and CI use it: real processes, the shipped lesson and a stranger's."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from academy.sandbox import Sandbox
from tests.cli.academy_process import academy

LESSON = "persistent-multi-turn-state"
COURSE = Path(__file__).parents[1] / "course" / "valid"


def write_course(root: Path, demos: str) -> Path:
    (root / "lessons").mkdir(parents=True)
    (root / "quizzes").mkdir()
    (root / "lessons" / "course.toml").write_text('id = "mine"\ntitle = "Mine"\n')
    (root / "lessons" / "one.toml").write_text(
        'id = "one"\nsequence = 1\ntitle = "One"\ntrack = "T"\nsummary = "S."\nminutes = 1\nbase_xp = 0\n'
        '[[section]]\nid = "only"\ntitle = "Only"\nbody = "Text."\n' + demos
    )
    return root


def demo(name: str, code: str, expect: str = "{}") -> str:
    return (
        f'[[section.demo]]\nid = "{name}"\ntitle = "{name}"\ncode = {json.dumps(code)}\nexpect = {expect}\n'
    )


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    done = academy(tmp_path_factory.mktemp("home"), "demo", LESSON, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_demo_and_proof_of_the_lesson_shows_what_it_should(shipped: list[dict[str, Any]]) -> None:
    assert len(shipped) >= 8
    assert all(line["ok"] for line in shipped), [line for line in shipped if not line["ok"]]
    assert {"start", "continue", "list", "delete"} <= {line["demo"] for line in shipped}


def test_a_line_has_the_shape_that_scripts_rely_on(shipped: list[dict[str, Any]]) -> None:
    keys = {"method", "path", "status", "model", "input_tokens", "cached_tokens", "output_tokens"}
    for line in shipped:
        assert set(line) == {"lesson", "demo", "ok", "seconds", "stdout", "exchanges"}
        for exchange in line["exchanges"]:
            assert set(exchange) == keys
            assert exchange["path"].startswith("/v1/")


def test_input_tokens_grow_along_every_chain(shipped: list[dict[str, Any]]) -> None:
    by_demo = {line["demo"]: line for line in shipped}
    chains = [
        ["conversation"],
        ["by-hand"],
        ["by-chain"],
        ["start", "continue"],
        ["long-chain"],
        ["short-chain"],
    ]
    for chain in chains:
        turns = [x["input_tokens"] for name in chain for x in by_demo[name]["exchanges"] if x["input_tokens"]]
        assert len(turns) > 1
        assert all(before < after for before, after in pairwise(turns)), chain


def test_caching_begins_at_1024_tokens_and_comes_in_steps_of_128(shipped: list[dict[str, Any]]) -> None:
    by_demo = {line["demo"]: line["exchanges"] for line in shipped}
    first, second = by_demo["long-chain"]
    assert first["input_tokens"] > 1024
    assert second["cached_tokens"] >= 1024
    assert second["cached_tokens"] % 128 == 0
    assert [exchange["cached_tokens"] for exchange in by_demo["short-chain"]] == [0, 0]


def test_one_demo_runs_what_it_continues_first(tmp_path: Path) -> None:
    done = academy(tmp_path, "demo", "first-steps#remember", "--json", "--course", COURSE)
    assert [json.loads(line)["demo"] for line in done.stdout.splitlines()] == ["say", "remember"]
    assert done.returncode == 0


def test_a_demo_that_does_not_show_what_it_should_fails(tmp_path: Path) -> None:
    root = write_course(tmp_path / "c", demo("says", "print('this')", '{ output = ["that"] }'))
    done = academy(tmp_path, "demo", "one", "--json", "--course", root)
    assert done.returncode == 1
    assert json.loads(done.stdout)["ok"] is False
    told = academy(tmp_path, "demo", "one", "--course", root)
    assert told.returncode == 1
    assert "that" in told.stdout


def test_an_expected_exception_is_well(tmp_path: Path) -> None:
    root = write_course(tmp_path / "c", demo("fails", "1 / 0", '{ error = "ZeroDivisionError" }'))
    assert academy(tmp_path, "demo", "one", "--course", root).returncode == 0


@pytest.mark.parametrize(
    ("wanted", "meant"), [("persistent-multi-turn-stat", LESSON), (f"{LESSON}#strat", "start")]
)
def test_an_unknown_name_is_called_wrongly_with_the_one_that_was_meant(
    tmp_path: Path, wanted: str, meant: str
) -> None:
    done = academy(tmp_path, "demo", wanted)
    assert done.returncode == 2
    assert f"did you mean {meant}" in done.stderr.replace("`", "").replace("“", "").replace("”", "")


def test_the_real_api_needs_a_key(tmp_path: Path) -> None:
    done = academy(tmp_path, "demo", LESSON, "--real", OPENAI_API_KEY="")
    assert done.returncode == 3
    assert "OPENAI_API_KEY" in done.stderr


def test_the_real_api_is_reached_and_its_key_is_never_shown(tmp_path: Path) -> None:
    with Sandbox(None) as upstream:
        key = upstream.issue_key("upstream")
        root = write_course(
            tmp_path / "c",
            demo(
                "asks",
                "import os\nfrom openai import OpenAI\nclient = OpenAI()\n"
                "print(client.responses.create(model='gpt-5.4', input='The code is 7.').id)\n"
                "print(sorted(value for name, value in os.environ.items() if 'KEY' in name))\n",
            ),
        )
        words = ("demo", "one", "--real", "--wire", "--state", "--ledger", "--course", root)
        done = academy(tmp_path, *words, OPENAI_API_KEY=key, OPENAI_BASE_URL=upstream.base_url)
        stored = [response.id for response in upstream.state().responses]
        assert upstream.record.since(0, "upstream")
    assert done.returncode == 0
    assert stored[0] in done.stdout
    assert "$" in done.stderr
    assert key not in done.stdout + done.stderr
    assert not any(key.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_wire_state_and_ledger_are_printed_on_demand(tmp_path: Path) -> None:
    done = academy(tmp_path, "demo", f"{LESSON}#continue", "--wire", "--state", "--ledger")
    assert done.returncode == 0
    assert done.stdout.count("POST /v1/responses") >= 2
    assert "resp_" in done.stdout
    assert "by hand" in done.stdout
