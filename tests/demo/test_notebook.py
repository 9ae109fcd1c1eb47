"""A lesson's demos as cells, over the real SDK and a real sandbox: chains, edits, stopping, resetting, real API."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from academy.demo.notebook import Notebook
from academy.demo.run import DemoEvent, Finished, Limits, Printed, Run, Started
from academy.demo.throwaway import Bench, bench
from academy.sandbox import Forward, Sandbox
from tests.demo.cells import until
from tests.demo.lessons import lesson

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="demos need fork"),
    pytest.mark.asyncio(loop_scope="module"),
]

CLIENT = "from openai import OpenAI\nclient = OpenAI()\n"
SAY = 'client.responses.create(model="gpt-5.4", input={0!r})\nprint({1}.output_text)\n'
CHAIN = lesson(
    {"id": "a", "code": f"{CLIENT}a = " + SAY.format("My name is Ada.", "a")},
    {
        "id": "b",
        "continues": "a",
        "code": 'b = client.responses.create(model="gpt-5.4", input="What is my name?", previous_response_id=a.id)\n'
        "print(b.output_text)",
        "expect": {"output": ["Ada"], "exchanges": [{"method": "POST", "path": "/v1/responses"}]},
    },
    {"id": "c", "continues": "b", "code": "print(len({a.id, b.id}))", "expect": {"output": ["2"]}},
    {
        "id": "d",
        "continues": "a",
        "code": "print(a.id[:5])",
        "expect": {"output": ["resp_"], "exchanges": []},
    },
    {"id": "alone", "code": "print('alone', 'a' in globals())", "expect": {"output": ["alone False"]}},
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours() -> AsyncIterator[Bench]:
    """A sandbox and a runner for all of this file."""
    async with bench(Limits(seconds=60)) as started:
        yield started


class Told:
    """A follower that keeps what it hears."""

    def __init__(self) -> None:
        self.events: list[DemoEvent] = []

    def __call__(self, event: DemoEvent) -> None:
        self.events.append(event)

    def printed(self, text: str) -> bool:
        return any(isinstance(event, Printed) and text in event.text for event in self.events)

    @property
    def story(self) -> list[str]:
        """Who started and finished, in order."""
        return [
            f"{event.demo}:started" if isinstance(event, Started) else f"{event.run.demo}:{event.run.ended}"
            for event in self.events
            if not isinstance(event, Printed)
        ]


async def run(notebook: Notebook, demo: str, **code: str) -> tuple[Run, ...]:
    return await notebook.run(demo, lambda _: None, code=code)


def names(runs: tuple[Run, ...]) -> list[str]:
    return [run.demo for run in runs]


async def test_what_a_demo_continues_runs_first_where_it_is_lacking(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    told = Told()
    runs = await notebook.run("c", told)
    assert [(run.demo, run.ok, run.missing) for run in runs] == [
        ("a", True, ()),
        ("b", True, ()),
        ("c", True, ()),
    ]
    assert told.story == ["a:started", "a:done", "b:started", "b:done", "c:started", "c:done"]
    assert [event.run for event in told.events if isinstance(event, Finished)] == list(runs)
    assert "".join(e.text for e in told.events if isinstance(e, Printed) and e.demo == "b") == runs[1].stdout
    assert names(await run(notebook, "c")) == ["c"]
    assert names(await run(notebook, "d")) == ["d"]
    assert names(await run(notebook, "a")) == ["a"]
    await notebook.close()


async def test_a_runs_exchanges_are_its_own(ours: Bench) -> None:
    notebook, other = ours.runner.notebook(CHAIN), ours.runner.notebook(CHAIN)
    (a,), others = await asyncio.gather(run(notebook, "a"), run(other, "b"))
    (b,) = await run(notebook, "b")
    assert [len(run.exchanges) for run in (a, b, *others)] == [1, 1, 1, 1]
    assert b.exchanges[0].request["previous_response_id"] == a.exchanges[0].response["id"]
    assert others[1].exchanges[0].request["previous_response_id"] == others[0].exchanges[0].response["id"]
    assert notebook.exchanges("c") == (*a.exchanges, *b.exchanges)
    assert notebook.exchanges("alone") == ()
    assert a.exchanges[0].client.startswith("tested/a#")
    assert a.exchanges[0].client != others[0].exchanges[0].client
    await notebook.close()
    await other.close()


async def test_an_exchange_is_there_when_its_run_ends(ours: Bench) -> None:
    streamed = lesson(
        {
            "id": "s",
            "code": f"{CLIENT}for event in client.responses.create(model='gpt-5.4', input='Hi', stream=True):\n"
            "    if event.type == 'response.completed': break\n",
            "expect": {"exchanges": [{"method": "POST", "path": "/v1/responses"}]},
        },
        {
            "id": "t",
            "continues": "s",
            "code": "with client.responses.stream(model='gpt-5.4', input='Hi') as stream: stream.until_done()",
            "expect": {"exchanges": [{"method": "POST", "path": "/v1/responses"}]},
        },
    )
    notebook = ours.runner.notebook(streamed)
    for _ in range(10):
        assert [(run.missing, run.stderr) for run in await run(notebook, "s")] == [((), "")]
        assert [(run.missing, run.stderr) for run in await run(notebook, "t")] == [((), "")]
    await notebook.close()


async def test_chains_run_side_by_side_and_each_in_order(ours: Bench) -> None:
    both = lesson(
        {"id": "x", "code": "import time\nprint('x')\nn = 1"},
        {"id": "y", "continues": "x", "code": "time.sleep(0.3)\nprint('y', n)\nn += 1"},
        {"id": "z", "code": "print('z')"},
    )
    notebook = ours.runner.notebook(both)
    told = Told()
    tasks = [asyncio.create_task(notebook.run(name, told)) for name in ("y", "x", "y", "z")]
    await until(lambda: notebook.running("y"))
    assert notebook.running("x")
    await asyncio.gather(*tasks)
    assert not notebook.running("y")
    of_chain = [word for word in told.story if word[0] in "xy"]
    assert of_chain == [
        *("x:started", "x:done", "y:started", "y:done", "x:started", "x:done", "y:started", "y:done"),
    ]
    assert "z:done" in told.story
    assert told.printed("y 1")
    await notebook.close()


async def test_edited_code_runs_in_place_of_the_lessons_and_is_judged_too(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    runs = await run(notebook, "d", a="class a: id = 'resp_mine'\n", d="print(a.id)")
    assert [(run.demo, run.ok, run.edited, run.stdout) for run in runs] == [
        ("a", True, True, ""),
        ("d", True, True, "resp_mine\n"),
    ]
    (again,) = await run(notebook, "d", d="print('nothing')")
    assert (again.ok, again.edited) == (False, True)
    assert again.missing == ("The output does not have “resp_”.",)
    (same,) = await run(notebook, "d", d=CHAIN.demos["d"].code)
    assert (same.ok, same.edited) == (True, False)
    await notebook.close()


async def test_what_continues_a_failed_demo_is_not_run_and_says_so(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    told = Told()
    runs = await notebook.run("c", told, code={"b": "b = 1 / 0"})
    assert [(run.demo, run.ended, run.ok) for run in runs] == [
        *(("a", "done", True), ("b", "error", False), ("c", "error", False)),
    ]
    assert runs[2].missing == ("It was not run, because “Demo b” before it failed.",)
    assert told.story[-2:] == ["c:started", "c:error"]
    assert names(await run(notebook, "c")) == ["b", "c"]
    await notebook.close()


async def test_an_interpreter_that_died_is_replaced_and_its_chain_runs_again(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    await run(notebook, "b")
    (died,) = await run(notebook, "c", c="import os\nos._exit(7)")
    assert (died.ended, died.missing) == ("died", ("It ended its interpreter (exit status 7).",))
    before = notebook.exchanges("a")
    assert len(before) == 2
    runs = await run(notebook, "c")
    assert (names(runs), runs[-1].ok) == (["a", "b", "c"], True)
    assert max(x.seq for x in before) < min(x.seq for x in notebook.exchanges("a"))
    await notebook.close()


async def test_stopping_ends_what_runs_and_what_waits(ours: Bench) -> None:
    endless = lesson(
        {"id": "x", "code": "kept = 1\nprint('on')\nwhile True: pass"},
        {"id": "y", "continues": "x", "code": "print(kept)"},
    )
    notebook = ours.runner.notebook(endless)
    told = Told()
    tasks = [asyncio.create_task(notebook.run("y", told)), asyncio.create_task(notebook.run("x", told))]
    await until(lambda: told.printed("on"))
    await asyncio.gather(notebook.stop("y"), notebook.stop("x"))
    first, second = await asyncio.gather(*tasks)
    assert [(run.demo, run.ended) for run in (*first, *second)] == [
        *(("x", "stopped"), ("y", "stopped"), ("x", "stopped")),
    ]
    assert not notebook.running("x")
    await notebook.stop("x")
    (kept,) = await run(notebook, "x", x="print(kept)")
    assert (kept.ended, kept.stdout) == ("done", "1\n")
    await notebook.close()


async def test_reset_forgets_variables_and_exchanges_of_one_chain_or_all(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    await asyncio.gather(run(notebook, "b"), run(notebook, "alone"))
    await notebook.reset("c")
    assert notebook.exchanges("a") == ()
    assert names(await run(notebook, "d")) == ["a", "d"]
    await notebook.reset()
    assert names(await run(notebook, "b")) == ["a", "b"]
    told = Told()
    running = asyncio.create_task(
        notebook.run("alone", told, code={"alone": "print('on')\nwhile True: pass"})
    )
    await until(lambda: told.printed("on"))
    await notebook.reset()
    assert (await running)[0].ended == "stopped"
    await notebook.close()


async def test_a_run_that_is_cancelled_takes_its_interpreter_along(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    told = Told()
    running = asyncio.create_task(notebook.run("a", told, code={"a": "print('on')\nwhile True: pass"}))
    await until(lambda: told.printed("on"))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not notebook.running("a")
    assert names(await run(notebook, "d")) == ["a", "d"]
    await notebook.close()


async def test_a_lesson_that_changed_runs_as_it_is_now(ours: Bench) -> None:
    notebook = ours.runner.notebook(CHAIN)
    await run(notebook, "b")
    notebook.lesson = lesson(
        {"id": "a", "code": "pass"}, {"id": "new", "continues": "a", "code": "print(b.output_text)"}
    )
    (new,) = await run(notebook, "new")
    assert "Ada" in new.stdout
    assert not notebook.running("c")
    assert notebook.exchanges("c") == ()
    await notebook.stop("c")
    await notebook.reset("c")
    with pytest.raises(KeyError):
        await run(notebook, "c")
    await notebook.close()


async def test_the_lessons_lines_are_said(ours: Bench) -> None:
    scripted = lesson(
        {"id": "x", "code": f"{CLIENT}x = " + SAY.format("Tell me the password, please", "x")},
        reply=({"when": "the password", "say": "It is swordfish."},),
    )
    notebook = ours.runner.notebook(scripted)
    (said,) = await run(notebook, "x")
    assert said.stdout == "It is swordfish.\n"
    changed = scripted.model_copy(update={"reply": (scripted.reply[0].model_copy(update={"say": "No."}),)})
    notebook.lesson = changed
    (said,) = await run(notebook, "x")
    assert said.stdout == "No.\n"
    await notebook.close()


async def test_the_real_api_gets_the_real_key_and_the_demo_never_does(ours: Bench) -> None:
    peeking = lesson(
        {
            "id": "x",
            "code": f"{CLIENT}x = "
            + SAY.format("My name is Ada.", "x")
            + "import os\nprint(os.environ, client.api_key, open('/proc/self/environ').read())",
        },
    )
    with Sandbox(None) as real:
        key = real.issue_key("real", key="sk-real-secret-key")
        notebook = ours.runner.notebook(peeking)
        (here,) = await run(notebook, "x")
        notebook.forward = Forward(key, real.base_url)
        (there,) = await run(notebook, "x")
        assert there.ended == "done", there.stderr
        assert [x.answered_by for x in (*here.exchanges, *there.exchanges)] == ["built-in", "forward"]
        assert [x.client for x in real.record.since()] == ["real"]
        assert key not in there.stdout + repr(there)
        assert notebook.exchanges("x") == there.exchanges
        notebook.forward = None
        (back,) = await run(notebook, "x")
        assert back.exchanges[0].answered_by == "built-in"
        await notebook.close()


async def test_a_key_is_refused_once_its_interpreter_is_gone(ours: Bench) -> None:
    telling = lesson({"id": "x", "code": "import os\nprint(os.environ['OPENAI_API_KEY'])"})
    notebook = ours.runner.notebook(telling)
    (said,) = await run(notebook, "x")
    key = said.stdout.strip()
    calling = f"{CLIENT}client.with_options(api_key={key!r}).responses.create(model='gpt-5.4', input='Hi')"
    other = ours.runner.notebook(lesson({"id": "x", "code": calling}))
    assert (await run(other, "x"))[0].ended == "done"
    await notebook.close()
    assert (await run(other, "x"))[0].error == "AuthenticationError"
    await other.close()


async def test_running_each_runs_none_twice_and_none_after_a_failure(ours: Bench) -> None:
    odd = lesson(
        {"id": "x", "code": "print('x')\n1 / 0"},
        {"id": "y", "continues": "x", "code": "print('y')"},
        {"id": "z", "continues": "y", "code": "print('z')"},
        {"id": "proof", "code": "str.shout", "expect": {"error": "AttributeError"}},
        {"id": "after", "continues": "proof", "code": "print('after')"},
    )
    notebook = ours.runner.notebook(odd)
    told = Told()
    runs = await notebook.run_each(tuple(odd.demos), told)
    assert [(run.demo, run.ok) for run in runs] == [
        *(("x", False), ("y", False), ("z", False), ("proof", True), ("after", True)),
    ]
    assert [run.missing for run in runs[1:3]] == [("It was not run, because “Demo x” before it failed.",)] * 2
    assert [word for word in told.story if word.endswith("started")] == [
        f"{name}:started" for name in odd.demos
    ]
    assert names(await notebook.run_each(("after",), told)) == ["proof", "after"]
    await notebook.close()


async def test_a_runner_that_closed_has_nothing_left_and_starts_nothing() -> None:
    async with bench() as started:
        notebook = started.runner.notebook(CHAIN)
        told = Told()
        running = asyncio.create_task(
            notebook.run("alone", told, code={"alone": "print('on')\nwhile True: pass"})
        )
        await until(lambda: told.printed("on"))
        await started.runner.close()
        assert (await running)[0].ended == "stopped"
        (late,) = await run(notebook, "alone")
        assert (late.ended, late.missing) == (
            "died",
            ("Its interpreter did not start: the program is ending.",),
        )


async def test_an_unknown_demo_is_a_mistake_of_the_caller(ours: Bench) -> None:
    with pytest.raises(KeyError):
        await run(ours.runner.notebook(CHAIN), "nowhere")
