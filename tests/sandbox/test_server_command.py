"""`academy sandbox` as a script meets it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.sandbox.clients import MODEL


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "academy", "sandbox", *words]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "ACADEMY_HOME": str(home)}


def ended(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), env=environment(home), capture_output=True, text=True, timeout=60)


@contextmanager
def running(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    with subprocess.Popen(
        command(*words),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            url, key = process.stdout.readline(), process.stdout.readline()
            assert url.startswith("OPENAI_BASE_URL=http://127.0.0.1:")
            assert url.endswith("/v1\n")
            assert key.startswith("OPENAI_API_KEY=")
            yield process, url.strip().partition("=")[2], key.strip().partition("=")[2]
        finally:
            process.kill()


def post(url: str, key: str, **more: object) -> httpx2.Response:
    return httpx2.post(
        f"{url}/responses",
        json={"model": MODEL, "input": "What is my name?", **more},
        headers={"authorization": f"Bearer {key}"},
        trust_env=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end_and_keeps_what_was_stored(tmp_path: Path, number: int) -> None:
    with running(tmp_path, "--api-key", "my-key") as (process, url, key):
        assert key == "my-key"
        first = post(url, key, input="My name is Ada.")
        assert first.status_code == 200
        assert post(url, "another-key").status_code == 401
        process.send_signal(number)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    with running(tmp_path) as (_, url, key):
        assert key.startswith("sk-academy-")
        again = post(url, key, previous_response_id=first.json()["id"]).json()
        assert "Ada" in again["output"][0]["content"][0]["text"]
    assert ended(tmp_path, "--reset").returncode == 0
    with running(tmp_path) as (_, url, key):
        assert post(url, key, previous_response_id=first.json()["id"]).status_code == 400


def test_a_port_and_a_store_can_be_chosen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    store = tmp_path / "elsewhere" / "mine.db"
    with running(tmp_path, "--port", str(port), "--db", str(store)) as (_, url, key):
        assert url == f"http://127.0.0.1:{port}/v1"
        assert post(url, key).status_code == 200
    assert store.exists()
    assert not (tmp_path / "sandbox.db").exists()


def test_a_busy_port_ends_it_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = ended(tmp_path, "--port", str(port))
    assert done.returncode == 3
    assert done.stdout == ""
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "another port" in done.stderr


@pytest.mark.parametrize(
    "words", [("--port", "many"), ("--port", "70000"), ("--api-key", "schlüssel"), ("--api-key", "")]
)
def test_a_wrong_call_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = ended(tmp_path, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_damaged_store_is_told_and_put_aside_by_reset(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.db"
    store.write_text("this is no database " * 100)
    told = ended(tmp_path)
    assert told.returncode == 3
    assert "damaged" in told.stderr
    assert "--reset" in told.stderr
    assert ended(tmp_path, "--reset").returncode == 0
    with running(tmp_path) as (_, url, key):
        assert post(url, key).status_code == 200
    assert len(list(tmp_path.glob("sandbox.db.damaged-*"))) == 1
