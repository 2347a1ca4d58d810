"""Requests a second, by wrk where it is installed and by a small client in several processes where it is not.

The server's sync workers close each connection after its answer, so either client opens one for each request.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

CLIENTS = 4
SECONDS = 4.0


def requests_per_second(port: int, texts: list[str], store: bool = False) -> float:
    """Post the notes over and over for some seconds, to be stored or not.

    Raises RuntimeError at an answer that is no success.
    """
    bodies = [json.dumps({"note": {"text": text}, "store": store}) for text in texts]
    return _by_wrk(port, bodies) if shutil.which("wrk") else _by_processes(port, bodies)


def _by_wrk(port: int, bodies: list[str]) -> float:
    script = (
        f"bodies = {{{','.join('[==[' + body + ']==]' for body in bodies)}}}\n"
        "at = 0\nwrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\n"
        "request = function() at = at % #bodies + 1; return wrk.format(nil, nil, nil, bodies[at]) end\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "post.lua"
        file.write_text(script, encoding="utf-8")
        url = f"http://127.0.0.1:{port}/v1/suggestions"
        command = ["wrk", "-t2", f"-c{2 * CLIENTS}", f"-d{SECONDS:.0f}s", "-s", str(file), url]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", report)
    if found is None or "Non-2xx" in report:
        raise RuntimeError(report)
    return float(found[1])


def _by_processes(port: int, bodies: list[str]) -> float:
    context = multiprocessing.get_context("spawn")
    with context.Pool(CLIENTS) as pool:
        rates = pool.starmap(_post_until, [(port, bodies[at:] + bodies[:at]) for at in range(CLIENTS)])
    return sum(rates)


def _post_until(port: int, bodies: list[str]) -> float:
    requests = [_request(body.encode()) for body in bodies]
    began = time.perf_counter()
    answered = 0
    while time.perf_counter() - began < SECONDS:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(requests[answered % len(requests)])
            answer = b"".join(iter(lambda c=connection: c.recv(262_144), b""))  # type: ignore[misc]
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(answer[:200])
        answered += 1
    return answered / (time.perf_counter() - began)


def _request(body: bytes) -> bytes:
    head = (
        "POST /v1/suggestions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
