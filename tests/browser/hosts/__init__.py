"""A school's own website on another origin, a real small server with the pages of this folder."""

import contextlib
import threading
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import yaml

from tests.assistant import ROOT
from web.widget.routes import SOURCE, make_bundle

FOLDER = Path(__file__).parent
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8"}
# What a careful school would send; only the assistant's address is added to its own.
STRICT = (
    "default-src 'none'; script-src {assistant}; connect-src {assistant}; img-src {assistant}; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


class School(ThreadingHTTPServer):
    """Serves `<name>.html?<attribute>=<value>` with the widget of `assistant` on the page."""

    daemon_threads = True
    assistant = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)

    @property
    def origin(self) -> str:
        """The address of the website; another host name than the assistant's on purpose."""
        return f"http://localhost:{self.server_address[1]}"


class Page(BaseHTTPRequestHandler):
    """Answers with one page."""

    server: School

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        file = FOLDER / Path(address.path).name
        if file.suffix not in TYPES or not file.is_file():
            self.send_error(404)
            return
        attributes = " ".join(
            f'{escape(name)}="{escape(value)}"'
            for name, value in parse_qsl(address.query, keep_blank_values=True)
        )
        page = file.read_text(encoding="utf-8")
        bundle = make_bundle(SOURCE)
        for name, value in {
            "assistant": self.server.assistant,
            "attributes": attributes,
            "version": bundle.version,
            "integrity": bundle.integrity,
        }.items():
            page = page.replace(f"{{{{{name}}}}}", value)
        self.send_response(200)
        self.send_header("Content-Type", TYPES[file.suffix])
        if file.stem == "strict":
            policy = STRICT.format(assistant=self.server.assistant)
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page.encode("utf-8"))

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the tests' output is for the tests."""


@contextlib.contextmanager
def running_school() -> Iterator[School]:
    """A school's website until the end of the block."""
    with School() as school:
        thread = threading.Thread(target=school.serve_forever, daemon=True)
        thread.start()
        yield school
        school.shutdown()
        thread.join()


def allow_origin(file: Path, origin: str) -> Path:
    """Write the settings of the example school to `file`, with `origin` on its list."""
    settings = yaml.safe_load((ROOT / "school.yml").read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump({**settings, "origins": [origin]}), encoding="utf-8")
    return file
