"""Makes the SDK's first call before a learner does: half of what a first call takes is loading and building."""

import socket
import threading

import openai

_BODY = (
    b'{"id":"resp_0","object":"response","created_at":0,"status":"completed","model":"none","output":['
    b'{"type":"message","id":"msg_0","role":"assistant","status":"completed","content":['
    b'{"type":"output_text","text":"","annotations":[]}]}],"usage":{"input_tokens":0,"output_tokens":0,'
    b'"total_tokens":0,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},'
    b'"output_tokens_details":{"reasoning_tokens":0}}}'
)
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
)
_SECONDS = 10.0


def rehearse() -> None:
    """One call over loopback to a server of one answer; reaches nobody else."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(_SECONDS)
        thread = threading.Thread(target=_answer, args=(server,), daemon=True)
        thread.start()
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        with openai.OpenAI(api_key="none", base_url=base_url, max_retries=0, timeout=_SECONDS) as client:
            client.responses.create(model="none", input="")
            _ = client.conversations.items, client.chat.completions
        thread.join()


def _answer(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.settimeout(_SECONDS)
        asked = b""
        while not asked.rstrip().endswith(b"}"):
            asked += connection.recv(65536)
        connection.sendall(_ANSWER)
