"""What the delay proxy costs: the same bytes from one process to another, straight and through it."""
import os
import socket
import sys
import threading
import time

import programs
from distance import Distance, cpu_seconds

BLOCK_BYTES = 256 << 10
TOTAL_BYTES = 4 << 30
FAR_BYTES = 256 << 20


def show():
    print("| way | GB/s | proxy's CPU s/GB |\n|---|---|---|")
    straight = flow(None, TOTAL_BYTES)
    print(f"| straight | {straight[0]:.2f} | |", flush=True)
    for milliseconds, size in ((0, TOTAL_BYTES), (20, FAR_BYTES * 4), (100, FAR_BYTES), (200, FAR_BYTES)):
        rate, cpu = flow(milliseconds, size)
        limit = f", at most {(4 << 20) / milliseconds / 1e6:.3f} by its window" if milliseconds else ""
        print(f"| one connection, {milliseconds} ms{limit} | {rate:.3f} | {cpu:.2f} |", flush=True)


def flow(milliseconds, size):
    """GB/s of one connection, and what the proxy spent for a GB."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        distance = None
        port = server.getsockname()[1]
        if milliseconds is not None:
            distance = Distance(programs.proxy(), port, milliseconds)
            port = distance.port
        try:
            flow_through(server, port, 64 << 20)  # until the JIT is done with it
            before = cpu_seconds(distance.process.pid) if distance else 0
            seconds = flow_through(server, port, size)
            after = cpu_seconds(distance.process.pid) if distance else 0
            return size / 1e9 / seconds, (after - before) / (size / 1e9)
        finally:
            if distance:
                distance.stop()


def flow_through(server, port, size):
    client = socket.create_connection(("127.0.0.1", port))
    accepted, _ = server.accept()
    sender = threading.Thread(target=send, args=(accepted, size))
    block = bytearray(BLOCK_BYTES)
    received = 0
    started = None
    with client:
        sender.start()
        while True:
            count = client.recv_into(block)
            started = started or time.monotonic()  # the first byte's way is not counted
            if not count:
                break
            received += count
    sender.join()
    if received != size:
        sys.exit(f"proxy: {received} of {size} bytes arrived")
    return time.monotonic() - started


def send(connection, size):
    block = os.urandom(BLOCK_BYTES)
    with connection:
        for _ in range(0, size, BLOCK_BYTES):
            connection.sendall(block)
