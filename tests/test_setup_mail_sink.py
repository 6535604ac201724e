"""The sink takes real SMTP conversations, misbehaves on request, and shows mails safely."""

import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage

import pytest
from encaisse_setup.mail_pages import MAIL_POLICY, serve_pages
from encaisse_setup.mail_sink import Sink
from encaisse_setup.mail_store import Store


def letter(to="claire@example.com", subject="Relevé n° 1 – été"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@example.com", to, subject
    message.set_content("Bonjour <Claire>")
    message.add_alternative("<p>Bonjour</p><script>alert(1)</script><img src='cid:logo'>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG....", "image", "png", cid="<logo>")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="relevé.pdf")
    return message


@pytest.fixture
def sink(tmp_path):
    with Sink(tmp_path / "mails") as running:
        yield running


def send(sink, message=None, to=None):
    message = message or letter(*filter(None, [to]))
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=2) as smtp:
        return smtp.send_message(message)


def test_keeps_what_it_is_sent(sink):
    send(sink)
    [name] = sink.store.names()
    kept = sink.store.read(name)
    assert kept["Subject"] == "Relevé n° 1 – été"
    assert kept["X-Envelope-To"] == "claire@example.com"
    assert kept["Return-Path"] == "<desk@example.com>"
    assert [part.get_filename() for part in kept.iter_attachments()] == ["relevé.pdf"]


def test_newest_first_and_numbers_go_on_after_a_restart(sink, tmp_path):
    send(sink, letter(subject="one"))
    send(sink, letter(subject="two"))
    Store(tmp_path / "mails").keep(b"Subject: three\r\n\r\n", "a@example.com", ["b@example.com"])
    assert [one.subject for one in sink.store.search()] == ["three", "two", "one"]
    assert [one.subject for one in sink.store.search("TWO")] == ["two"]


@pytest.mark.parametrize(("tag", "code"), [("refuse", 550), ("later", 451)])
def test_refuses_a_recipient(sink, tag, code):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(sink, to=f"claire+sink-{tag}@example.com")
    assert [answer[0] for answer in refused.value.recipients.values()] == [code]
    assert not sink.store.names()


@pytest.mark.parametrize(("tag", "code"), [("refuse-data", 554), ("later-data", 451)])
def test_refuses_a_message(sink, tag, code):
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(sink, to=f"claire+sink-{tag}@example.com")
    assert refused.value.smtp_code == code
    assert not sink.store.names()


@pytest.mark.parametrize(("tag", "kept"), [("drop", 1), ("lose", 0)])
def test_breaks_the_connection_after_data(sink, tag, kept):
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(sink, to=f"claire+sink-{tag}@example.com")
    assert len(sink.store.names()) == kept


def test_hangs_after_data(sink):
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send(sink, to="claire+sink-hang@example.com")
    assert len(sink.store.names()) == 1


def test_rules_change_while_it_runs(sink):
    sink.rules["*"] = "later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(sink)
    sink.rules["claire@example.com"] = "accept"
    send(sink)
    assert len(sink.store.names()) == 1


@pytest.fixture
def read(sink):
    send(sink)
    with serve_pages(sink.store) as port:
        def get(path, host="127.0.0.1"):
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": f"{host}:{port}"})
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.read().decode(errors="replace"), answer.headers
        yield get


def test_list_and_mail_page(read, sink):
    [name] = sink.store.names()
    assert "Relevé n° 1" in read("/")[0]
    page, headers = read(f"/mail/{name}")
    assert "Bonjour &lt;Claire&gt;" in page and "relevé.pdf" in page and "<iframe sandbox" in page
    assert "script-src" not in headers["Content-Security-Policy"] and "default-src 'none'" in headers["Content-Security-Policy"]


def test_html_is_sandboxed_and_shows_its_own_pictures(read, sink):
    [name] = sink.store.names()
    page, headers = read(f"/mail/{name}/html")
    assert headers["Content-Security-Policy"] == MAIL_POLICY
    assert "allow-scripts" not in MAIL_POLICY
    picture = page.partition("<img src='")[2].partition("'")[0]
    assert read(picture)[1]["Content-Type"] == "image/png"


def test_attachment_is_a_download(read, sink):
    [name] = sink.store.names()
    content, headers = read(f"/mail/{name}/part/1")
    assert content == "%PDF-1.7" and headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("path", ["/mail/../../etc/passwd", "/mail/%2e%2e", "/nothing"])
def test_no_other_file_is_served(read, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        read(path)
    assert refused.value.code == 404


def test_another_name_for_this_machine_is_refused(read):
    with pytest.raises(urllib.error.HTTPError) as refused:
        read("/", host="evil.example.com")
    assert refused.value.code == 403


HOSTILE = b"""\
From: "<script>alert(1)</script>" <a@b.example>\r
To: claire@example.com\r
Subject: </title><script>alert(1)</script>\r
Content-Type: multipart/mixed; boundary=x\r
\r
--x\r
Content-Type: text/html; charset=%s\r
\r
<script>alert(1)</script><meta http-equiv=refresh content="0;url=http://evil.example"><a href="javascript:alert(1)">x</a>\r
--x\r
Content-Type: text/html\r
Content-Disposition: attachment; filename="../../<script>.html"\r
Content-ID: <'><script>>\r
\r
<script>alert(1)</script>\r
--x\r
Content-Type: image/svg+xml\r
Content-Disposition: attachment; filename="a%%0d%%0aSet-Cookie: x.svg"\r
\r
<svg onload="alert(1)"/>\r
--x--\r
"""


@pytest.mark.parametrize("charset", [b"utf-8", b"klingon"])
def test_a_hostile_mail_is_shown_and_runs_nothing(sink, charset):
    name = sink.store.keep(HOSTILE % charset, "a@b.example", ["../../etc/passwd"]).name
    assert "/" not in name and sink.store.path(name)
    with serve_pages(sink.store) as port:
        def get(path):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode(errors="replace"), answer.headers

        for path in ("/", f"/mail/{name}"):
            page, headers = get(path)
            assert "<script" not in page and "onload=" not in page.replace("onload=&quot;", "")
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        framed, headers = get(f"/mail/{name}/html")
        assert "alert(1)" in framed and headers["Content-Security-Policy"] == MAIL_POLICY
        for number in (0, 1):
            _content, headers = get(f"/mail/{name}/part/{number}")
            assert headers["Content-Type"] == "application/octet-stream" and headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Content-Disposition"].startswith("attachment; ") and "/" not in headers["Content-Disposition"]
            assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/?page=" + "9" * 5000, "/?page=-1", "/?q=%27%3E%3Cscript%3E"])
def test_nonsense_in_an_address_is_answered(read, path):
    assert "<script" not in read(path)[0]


@pytest.mark.parametrize("part", ["9" * 5000, "99", "-1", "..%2f..%2fpasswd"])
def test_a_part_that_is_not_there_is_not_found(read, sink, part):
    [name] = sink.store.names()
    with pytest.raises(urllib.error.HTTPError) as refused:
        read(f"/mail/{name}/part/{part}")
    assert refused.value.code == 404
