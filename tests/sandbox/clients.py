"""Ways to talk to a sandbox: the unmodified SDK in strict mode, and bare HTTP."""

import contextlib
from collections.abc import Iterator
from typing import Any

import httpx2
from openai import AsyncOpenAI, OpenAI

from academy.sandbox import Sandbox

MODEL = "gpt-5.4"


@contextlib.contextmanager
def sdk(sandbox: Sandbox, key: str) -> Iterator[OpenAI]:
    with OpenAI(
        api_key=key, base_url=sandbox.base_url, _strict_response_validation=True, max_retries=0
    ) as client:
        yield client


def async_sdk(sandbox: Sandbox, key: str) -> AsyncOpenAI:
    return AsyncOpenAI(
        api_key=key, base_url=sandbox.base_url, _strict_response_validation=True, max_retries=0
    )


@contextlib.contextmanager
def bare(sandbox: Sandbox, key: str) -> Iterator[httpx2.Client]:
    headers = {"authorization": f"Bearer {key}"}
    with httpx2.Client(
        base_url=sandbox.base_url + "/", headers=headers, timeout=20, trust_env=False
    ) as client:
        yield client


def error_of(answer: httpx2.Response) -> dict[str, Any]:
    body = answer.json()
    assert set(body) == {"error"}
    error: dict[str, Any] = body["error"]
    assert set(error) == {"message", "type", "param", "code"}
    return error
