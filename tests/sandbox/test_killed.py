"""A hundred sandboxes killed in the middle of their work: what was answered is stored, whole."""

import multiprocessing
import random
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from academy.sandbox import Sandbox
from tests.sandbox.clients import MODEL
from tests.sandbox.serving import KEY, serve

KILLS = 100
AT_MOST_SECONDS = 0.06

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and a fork server")


class Learner:
    """Somebody who writes down every answer that came, and what it must have left behind."""

    def __init__(self) -> None:
        self.answered: dict[str, Any] = {}
        self.deleted: list[str] = []
        self.items: dict[str, list[str]] = {}
        self.last: str | None = None

    def work(self, http: httpx2.Client) -> None:
        """Go on until the server is gone."""
        talk = http.post("conversations", json={}).json()["id"]
        self.items[talk] = []
        for turn in range(1_000_000):
            more = {"conversation": talk} if turn % 5 == 4 else {"previous_response_id": self.last}
            body = {"model": MODEL, "input": f"My number is {turn}.", "metadata": {"turn": str(turn)}, **more}
            answer = http.post("responses", json=body)
            assert answer.status_code == 200, answer.text
            made = answer.json()
            self.answered[made["id"]] = made
            if "conversation" in more:
                self.items[talk].append(made["output"][0]["id"])
            elif turn % 7 == 6:
                gone = self.last
                self.last = made["id"]
                if gone is not None and http.delete(f"responses/{gone}").status_code == 200:
                    self.deleted.append(gone)
                    del self.answered[gone]
            else:
                self.last = made["id"]


@contextmanager
def served(path: Path) -> Iterator[tuple[str, multiprocessing.process.BaseProcess]]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.sandbox.serving"])
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(path, there))
    process.start()
    try:
        assert here.poll(30), "the sandbox did not start"
        yield here.recv(), process
    finally:
        process.kill()
        process.join()
        process.close()
        here.close()
        there.close()


def client_of(base_url: str) -> httpx2.Client:
    return httpx2.Client(
        base_url=base_url + "/", headers={"authorization": f"Bearer {KEY}"}, timeout=20, trust_env=False
    )


def test_whatever_was_answered_is_answered_again_after_a_hundred_kills(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    chance = random.Random(20_261_122)
    learner = Learner()
    fresh: list[str] = []
    for _ in range(KILLS):
        with served(path) as (base_url, process), client_of(base_url) as http:
            for name in fresh:
                assert http.get(f"responses/{name}").json() == learner.answered[name]
            known = set(learner.answered)
            killer = threading.Timer(chance.uniform(0, AT_MOST_SECONDS), process.kill)
            killer.start()
            with pytest.raises(httpx2.TransportError):
                learner.work(http)
            killer.join()
        fresh = [name for name in learner.answered if name not in known]
    assert len(learner.answered) > KILLS
    assert learner.deleted

    with Sandbox(path) as sandbox:
        sandbox.issue_key("after", key=KEY)
        with client_of(sandbox.base_url) as http:
            for name, made in learner.answered.items():
                assert http.get(f"responses/{name}").json() == made
            for name in learner.deleted:
                assert http.get(f"responses/{name}").status_code == 404
            for talk, outputs in learner.items.items():
                found = http.get(f"conversations/{talk}/items?order=asc&limit=100").json()["data"]
                # Both sides of a turn or neither, and nothing twice; the last turn may be one that was cut off.
                assert [item["role"] for item in found] == ["user", "assistant"] * (len(found) // 2)
                assert [item["id"] for item in found[1::2]][: len(outputs)] == outputs
                assert len(found) // 2 - len(outputs) in {0, 1}
            going_on = {"model": MODEL, "input": "hello", "previous_response_id": learner.last}
            assert http.post("responses", json=going_on).status_code == 200
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
