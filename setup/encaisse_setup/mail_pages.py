"""The sink's web pages: a list of mails, each with its headers, text, HTML and attachments.

A mail is a stranger's text: its HTML is shown in a frame that may run nothing and load
nothing from outside, everything else is escaped, and attachments are only downloaded.
"""

import html
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

HOST = "127.0.0.1"
PAGE_SIZE = 100
HEADERS = ("Date", "From", "To", "Cc", "Reply-To", "Subject", "Message-Id", "In-Reply-To", "References",
           "Return-Path", "X-Envelope-To")
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'"
MAIL_POLICY = ("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; "
               "style-src 'unsafe-inline'; frame-ancestors 'self'")
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; max-width: 70rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd;
vertical-align: top } tr:hover td { background: #f6f8fa } a { color: #0b57a4 } iframe { width: 100%; height: 40rem; border: 1px solid #bbb }
pre { white-space: pre-wrap; background: #f6f8fa; padding: 1rem } input { font: inherit; padding: .2rem .5rem; width: 20rem }
.quiet { color: #666 }
"""


@contextmanager
def serve_pages(store, port=0):
    """Serve while the block runs; yields the port."""
    server = ThreadingHTTPServer((HOST, port), type("Pages", (Pages,), {"store": store}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), name="mail-pages", daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Pages(BaseHTTPRequestHandler):
    """Addresses: `/`, `/mail/NAME`, `/mail/NAME/html`, `/mail/NAME/raw`, `/mail/NAME/part/N`."""

    store = None
    server_version = "sink"

    def do_GET(self):
        address = urlsplit(self.path)
        if not self._from_here():
            return self._send(403, b"Only for this machine", "text/plain")
        match [unquote(step) for step in address.path.strip("/").split("/")]:
            case [""]:
                return self._list(parse_qs(address.query))
            case ["mail", name, *what] if self.store.path(name):
                return self._mail(name, what)
        return self._not_found()

    def _from_here(self):
        """A page of the web that gave its own name our address may not read mails."""
        return (self.headers.get("Host") or "").rpartition(":")[0] in (HOST, "localhost")

    def _list(self, query):
        words = query.get("q", [""])[0]
        page = query.get("page", ["1"])[0]
        page = max(int(page), 1) if page.isdecimal() and len(page) < 10 else 1
        found = self.store.search(words)
        self._page("Mails", list_body(found, words, page))

    def _mail(self, name, what):
        message = self.store.read(name)
        match what:
            case []:
                self._page(str(message["Subject"] or "(no subject)"), mail_body(name, message))
            case ["html"]:
                self._send(200, framed_html(name, message).encode(), "text/html; charset=utf-8", policy=MAIL_POLICY)
            case ["raw"]:
                self._download(self.store.path(name).read_bytes(), "message/rfc822", name)
            case ["part", number] if number in map(str, range(len(files(message)))):
                self._part(files(message)[int(number)])
            case _:
                self._not_found()

    def _part(self, part):
        content, kind = part.get_payload(decode=True) or b"", part.get_content_type()
        if kind in ("image/png", "image/jpeg", "image/gif"):
            self._send(200, content, kind)
        else:
            self._download(content, "application/octet-stream", part.get_filename() or "attachment")

    def _download(self, content, kind, name):
        self._send(200, content, kind, disposition=f"attachment; filename*=UTF-8''{quote(name, safe='')}")

    def _not_found(self):
        self._send(404, b"There is no such mail", "text/plain")

    def _page(self, title, body):
        text = (f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(title)}</title>"
                f"<style>{STYLE}</style><body>{body}</body></html>")
        self._send(200, text.encode(), "text/html; charset=utf-8", policy=PAGE_POLICY)

    def _send(self, status, content, kind, policy=PAGE_POLICY, disposition=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if disposition:
            self.send_header("Content-Disposition", disposition)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """The terminal belongs to whoever started the sink."""


def list_body(found, words, page):
    start = (page - 1) * PAGE_SIZE
    rows = "".join(
        f"<tr><td>{cell(one.date)}<td>{cell(one.to)}<td><a href='/mail/{quote(one.name)}'>{cell(one.subject) or '(no subject)'}</a>"
        f"<td>{cell(one.sender)}" for one in found[start:start + PAGE_SIZE])
    older = f"<p><a href='/?q={quote(words)}&page={page + 1}'>Older</a>" if len(found) > start + PAGE_SIZE else ""
    newer = f"<p><a href='/?q={quote(words)}&page={page - 1}'>Newer</a>" if page > 1 else ""
    return (f"<h1>Mails</h1><form action='/'><input name=q value='{cell(words)}' placeholder='address or subject' "
            f"aria-label='Search'> <span class=quiet>{len(found)} mails; nothing of this was delivered to anybody</span></form>"
            f"<table><tr><th>Date<th>To<th>Subject<th>From{rows}</table>{newer}{older}")


def mail_body(name, message):
    where = f"/mail/{quote(name)}"
    headers = "".join(f"<tr><th>{header}<td>{cell(message[header])}" for header in HEADERS if message[header])
    parts = "".join(f"<li><a href='{where}/part/{number}'>{cell(part.get_filename() or part.get_content_type())}</a>"
                    for number, part in enumerate(files(message)))
    rich, plain = body(message, "html"), body(message, "plain")
    frame = f"<iframe sandbox='allow-popups allow-popups-to-escape-sandbox' title='The mail' src='{where}/html'></iframe>" if rich else ""
    text = f"<h2>Text</h2><pre>{cell(plain)}</pre>" if plain else ""
    attached = f"<h2>Attachments</h2><ul>{parts}</ul>" if parts else ""
    return f"<p><a href='/'>All mails</a> · <a href='{where}/raw'>The .eml file</a><table>{headers}</table>{attached}{frame}{text}"


def framed_html(name, message):
    """The HTML of a mail; its inline pictures come from the mail itself."""
    text = body(message, "html") or ""
    for number, part in enumerate(files(message)):
        if part["Content-Id"]:
            text = text.replace(f"cid:{str(part['Content-Id']).strip('<> ')}", f"/mail/{quote(name)}/part/{number}")
    return f"<base target=_blank>{text}"


def body(message, kind):
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        return part.get_content()
    except LookupError:  # an encoding that nobody knows
        return part.get_payload(decode=True).decode(errors="replace")


def files(message):
    """Every part that is not a text to read, inline pictures included."""
    shown = [message.get_body((kind,)) for kind in ("plain", "html")]
    return [part for part in message.walk() if not part.is_multipart() and not any(part is one for one in shown)]


def cell(value):
    return html.escape(str(value or ""), quote=True)
