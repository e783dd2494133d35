"""A git server on loopback: smart HTTP by `git http-backend`, with the faults that servers have."""

import http.server
import os
import socket
import subprocess
import threading
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def log_message(self, *arguments):
        pass

    def read_body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self):
        server = self.server
        body = self.read_body()
        path, _, query = self.path.partition("?")
        server.requests.append((self.command, self.path, dict(self.headers)))
        for fault in server.faults:
            if fault(self, path):
                return
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(server.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
            "PATH_INFO": urllib.parse.unquote(path),
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_ADDR": "127.0.0.1",
        }
        result = subprocess.run(["git", "http-backend"], input=body, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        head, _, content = result.stdout.partition(b"\r\n\r\n")
        status, headers = 200, []
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "status":
                status = int(value.split()[0])
            elif name:
                headers.append((name, value))
        self.reply(status, headers, content)

    def reply(self, status, headers, content):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        cut = self.server.cut if self.command == "POST" else None
        slow = self.server.slow if self.command == "POST" else None
        try:
            if slow:
                for start in range(0, len(content), 1024):
                    self.wfile.write(content[start:start + 1024])
                    self.wfile.flush()
                    if slow.wait(0.01):
                        slow = threading.Event()
                        slow.set()
            else:
                self.wfile.write(content if cut is None else content[:cut])
        except OSError:
            pass
        self.server.sent += len(content)
        if cut is not None:
            self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    """Serves the repositories in `root`. Counts bytes; obeys its faults."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, root, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.root = root
        self.scheme = "https" if tls else "http"
        self.clear()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def clear(self):
        self.faults, self.cut, self.slow = [], None, None
        self.requests, self.sent = [], 0

    def handle_error(self, request, client_address):
        pass

    @property
    def url(self):
        host = "localhost" if self.scheme == "https" else "127.0.0.1"
        return f"{self.scheme}://{host}:{self.server_port}"


class InetdServer:
    """Starts a program for each connection, which is its standard input and output."""

    def __init__(self, command):
        self.command = command
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                subprocess.run(self.command, stdin=connection, stdout=connection,
                               stderr=subprocess.DEVNULL, check=False)

    def close(self):
        self.socket.close()
