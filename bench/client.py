"""A small HTTP client that keeps its connections: python -m bench.client PORT SECONDS GZIP < paths

Run in a process of its own, so that it does not slow what it measures more than it must. Prints requests/s.
"""

import asyncio
import re
import sys
import time

CONNECTIONS = 8
LIMIT = 4_000_000
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


async def _talk(port: int, requests: list[bytes], start: int, end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
    done = 0
    try:
        while time.perf_counter() < end:
            writer.write(requests[(start + done) % len(requests)])
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
            if found := LENGTH.search(head):
                await reader.readexactly(int(found[1]))
            else:
                await reader.readuntil(b"\r\n0\r\n\r\n")
            done += 1
    finally:
        writer.close()
    return done


async def _measure(port: int, seconds: float, requests: list[bytes]) -> float:
    start = time.perf_counter()
    step = max(1, len(requests) // CONNECTIONS)
    talks = (_talk(port, requests, n * step, start + seconds) for n in range(CONNECTIONS))
    counts = await asyncio.gather(*talks)
    return sum(counts) / (time.perf_counter() - start)


def main() -> None:
    """Read the paths, ask for them in turn, print the rate."""
    port, seconds, gzip = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "gzip"
    encoding = "Accept-Encoding: gzip\r\n" if gzip else ""
    requests = [
        f"GET {path.strip()} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{encoding}\r\n".encode()
        for path in sys.stdin
        if path.strip()
    ]
    sys.stdout.write(f"{asyncio.run(_measure(port, seconds, requests)):.2f}\n")


if __name__ == "__main__":
    main()
