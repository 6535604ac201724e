"""A mail server that delivers nothing: it keeps what it is sent, or misbehaves when asked to.

Needs aiosmtpd, so it runs in the virtual environment:

    setup/mail-sink --folder mails --smtp-port 2525 --web-port 8025

How it treats a recipient is told by a rule, by address or `*` for everybody; without a rule,
by a tag in the address itself, `claire+sink-drop@example.com`, so that a test can choose from
the outside. A message with several recipients gets the first behaviour that is not `accept`.

    accept         kept, 250
    refuse         550 when the recipient is named: it will never work
    later          451 when the recipient is named: try again
    refuse-data    554 after the message was sent
    later-data     451 after the message was sent
    hang           kept, then no answer: the sender cannot know
    cut            the connection breaks when the recipient is named: nothing was sent
    drop           kept, then the connection breaks without an answer: the sender cannot know
    lose           not kept, and the connection breaks without an answer
"""

import argparse
import asyncio
import re
import signal
import threading

from aiosmtpd.smtp import SMTP

from .mail_pages import serve_pages
from .mail_store import Store

HOST = "127.0.0.1"
LARGEST = 64 * 2**20  # bytes of one message
TAG = re.compile(r"\+sink-([a-z-]+)@")
ANSWERS = {
    "refuse": "550 5.1.1 No such mailbox here",
    "later": "451 4.2.0 Try again later",
    "refuse-data": "554 5.7.1 Message refused",
    "later-data": "451 4.3.0 Try again later",
}
BEHAVIOURS = ("accept", "refuse", "later", "refuse-data", "later-data", "hang", "cut", "drop", "lose")


class Handler:
    """What to answer, by recipient."""

    def __init__(self, store, rules):
        self.store = store
        self.rules = rules

    def behaviour(self, recipients):
        return next((how for how in map(self._of, recipients) if how != "accept"), "accept")

    def _of(self, recipient):
        told = self.rules.get(recipient) or self.rules.get("*")
        tag = TAG.search(recipient)
        how = told or (tag and tag[1]) or "accept"
        return how if how in BEHAVIOURS else "accept"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 (aiosmtpd's name)
        how = self.behaviour([address])
        if how in ("refuse", "later"):
            return ANSWERS[how]
        if how == "cut":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        how = self.behaviour(envelope.rcpt_tos)
        if how in ANSWERS:
            return ANSWERS[how]
        if how != "lose":
            self.store.keep(envelope.content, envelope.mail_from, envelope.rcpt_tos)
        if how in ("drop", "lose"):
            server.transport.abort()
        if how == "hang":
            await asyncio.Event().wait()
        return "250 2.0.0 Kept"


class Sink:
    """A sink in a thread of its own: `with Sink(folder) as sink: … sink.port … sink.store`.

    `rules` may be changed while it runs: `sink.rules["*"] = "later"`.
    """

    def __init__(self, folder, port=0, rules=None):
        self.store = Store(folder)
        self.rules = dict(rules or {})
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-sink", daemon=True)
        self._server = None

    def __enter__(self):
        self._thread.start()
        self._server = self._call(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *exception):
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _listen(self):
        handler = Handler(self.store, self.rules)
        return await self._loop.create_server(
            lambda: SMTP(handler, hostname="sink", data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=self._loop),
            HOST, self.port)

    async def _close(self):
        self._server.close()
        conversations = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)


def main(arguments=None):
    options = parse(arguments)
    rules = dict(rule.rsplit("=", 1) for rule in options.rule)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Sink(options.folder, options.smtp_port, rules) as sink, serve_pages(sink.store, options.web_port) as port:
        print(f"SMTP on {HOST}:{sink.port}, mails in {options.folder}, to read on http://{HOST}:{port}", flush=True)
        stopped.wait()


def parse(arguments):
    parser = argparse.ArgumentParser(description="A mail server that keeps what it is sent.")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--smtp-port", type=int, default=2525)
    parser.add_argument("--web-port", type=int, default=8025)
    parser.add_argument("--rule", action="append", default=[], metavar="ADDRESS=BEHAVIOUR", type=_rule,
                        help=f"ADDRESS may be *; BEHAVIOUR is one of {', '.join(BEHAVIOURS)}")
    return parser.parse_args(arguments)


def _rule(text):
    if text.rpartition("=")[2] not in BEHAVIOURS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end with =BEHAVIOUR, one of {', '.join(BEHAVIOURS)}")
    return text


if __name__ == "__main__":
    main()
