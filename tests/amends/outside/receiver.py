"""A server on loopback that takes every POST, as a push service or ntfy would, and keeps what came."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer


@contextmanager
def receiving(status=200, **headers):
    """Yields an object with `port`, and `taken`: (path, headers, body) of each POST."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.taken.append((self.path, self.headers, body))
            self.send_response(server.status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.taken, server.port, server.status = [], server.server_port, status
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def answering(answer):
    """Yields the port of a server that reads one request and says these bytes, whatever they are."""

    def answer_one():
        with server.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_one)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@contextmanager
def dripping(answer, *, seconds):
    """Yields the port of a server that says these bytes one by one, so that all of them take that many seconds."""

    def drip(connection):
        connection.recv(65536)
        for byte in answer:
            time.sleep(seconds / len(answer))
            connection.sendall(bytes([byte]))

    with _saying(drip) as port:
        yield port


@contextmanager
def flooding(size):
    """Yields the port of a server whose answer is that many bytes long."""

    def flood(connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        for _ in range(size // 1024**2):
            connection.sendall(bytes(1024**2))

    with _saying(flood) as port:
        yield port


@contextmanager
def _saying(say):
    def answer_one():
        with server.accept()[0] as connection, suppress(OSError):
            say(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_one)
        thread.start()
        yield server.getsockname()[1]
        thread.join()
