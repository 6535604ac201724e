"""Which e-mail is a person's, a machine's, or one of ours that came back. Senders and addresses are invented."""

import email
from datetime import date
from email.policy import SMTP

import pytest

from odoo.addons.receivable_dunning.logic.answer import absent_until, own_words
from odoo.addons.receivable_dunning.logic.incoming import recognise

OURS = "<4f1c-77@lunapres.example>"


def mail(*headers, body="Bonjour,\n\nNous réglerons vendredi.\n", sender="compta@tourneboulon.example", subject="Re: Facture"):
    named = [f"From: {sender}", f"Subject: {subject}", f"In-Reply-To: {OURS}", *headers]
    lines = [*named, "Content-Type: text/plain; charset=utf-8", "", body]
    return email.message_from_bytes("\r\n".join(lines).encode(), policy=SMTP)


def report(*recipients, kind="delivery-status", sender="MAILER-DAEMON@mx.example"):
    groups = "\n\n".join(("Reporting-MTA: dns; mx.example", *recipients))
    back = f"--b\nContent-Type: message/rfc822\n\nFrom: colette@lunapres.example\nMessage-ID: {OURS}\n\nBonjour\n"
    text = (
        f"From: {sender}\nReturn-Path: <>\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you.\n"
        f"--b\nContent-Type: message/{kind}\n\n{groups}\n\n{back}--b--\n"
    )
    return email.message_from_bytes(text.encode(), policy=SMTP)


TO = "Final-Recipient: rfc822; compta@tourneboulon.example\n"
FAILED = f"{TO}Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"
DELAYED = f"{TO}Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 421 try later"
RELAYED = f"{TO}Action: relayed\nStatus: 2.0.0"


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Auto-Submitted: no",),
        ("X-Auto-Response-Suppress: OOF",),
        ("X-Auto-Response-Suppress: DR, RN, NRN, OOF",),
        ("Precedence: list",),
        ("Return-Path: <compta@tourneboulon.example>",),
        ("X-Autoreply: no",),
    ],
)
def test_the_words_of_a_person_are_a_reply(headers):
    assert recognise(mail(*headers)) == ("reply", "", (OURS,), ())


@pytest.mark.parametrize(
    "headers",
    [
        ("Auto-Submitted: auto-replied",),
        ("Auto-Submitted: auto-replied; owner-email=\"x@y.example\"",),
        ("Auto-Submitted: AUTO-GENERATED",),
        ("Precedence: bulk",),
        ("Precedence: auto_reply",),
        ("Precedence: junk",),
        ("X-Autoreply: yes",),
        ("X-Autorespond: 1",),
        ("X-Auto-Response-Suppress: All",),
        ("Return-Path: <>",),
    ],
)
def test_a_machine_says_so_in_a_header(headers):
    assert recognise(mail(*headers)).nature == "automatic"


@pytest.mark.parametrize(
    ("subject", "nature"),
    [
        ("Réponse automatique : Facture FAC/2026/00412", "automatic"),
        ("Automatic reply: Invoice INV/2026/00412", "automatic"),
        ("Out of Office", "automatic"),
        ("Re: Out of the office: Invoice", "automatic"),
        ("Absence du bureau : Facture", "automatic"),
        ("Message d’absence - Facture", "automatic"),
        ("Absence de bon de commande sur la facture FAC/2026/00412", "reply"),
        ("Out of office furniture we ordered", "reply"),
        ("Re: Votre réponse automatique était fausse", "reply"),
        ("", "reply"),
    ],
)
def test_the_words_of_a_subject_are_a_last_resort(subject, nature):
    assert recognise(mail(subject=subject)).nature == nature


def test_a_returned_message_tells_address_status_and_the_servers_words():
    found = recognise(report(FAILED))
    assert (found.nature, found.named) == ("bounce", (OURS,))
    assert found.returned == (("compta@tourneboulon.example", "failed", "5.1.1", "550 5.1.1 User unknown"),)
    assert found.returned[0].permanent


def test_a_delay_and_a_confirmation_are_no_bounces():
    assert recognise(report(DELAYED)).nature == "delayed"
    assert recognise(report(RELAYED)).nature == "automatic"
    assert recognise(report(DELAYED, FAILED)).nature == "bounce"


def test_a_full_mailbox_and_an_expired_one_are_no_wrong_addresses():
    full = FAILED.replace("5.1.1", "5.2.2")
    expired = FAILED.replace("5.1.1", "4.4.7")
    assert [recognise(report(one)).returned[0].permanent for one in (full, expired)] == [False, False]


def test_a_read_receipt_is_automatic():
    disposition = "Final-Recipient: rfc822; compta@tourneboulon.example\nDisposition: manual-action/MDN-sent-manually; displayed"
    assert recognise(report(disposition, kind="disposition-notification", sender="compta@tourneboulon.example")).nature == "automatic"


def test_a_mail_server_that_writes_prose_is_understood():
    prose = "Hi.\n<compta@tourneboulon.example>:\n550 5.1.1 sorry, no mailbox here\n\nMessage-ID: <a-b@lunapres.example>\n"
    found = recognise(mail(sender="MAILER-DAEMON@mx.example", body=prose, subject="failure notice"))
    assert (found.nature, found.returned[0].status, found.named[-1]) == ("bounce", "5.1.1", "<a-b@lunapres.example>")
    later = recognise(mail(sender="Mail Delivery <mailer-daemon@mx.example>", body="Warning: could not send message, still trying"))
    assert later.nature == "delayed"
    assert recognise(mail(sender="postmaster@mx.example", body="Who are you? Write to us in July.")).nature == "reply"


@pytest.mark.parametrize(
    "broken", [b"", b"\r\n", b"From\r\n\r\n", b"Content-Type: multipart/report\r\n\r\n", b"References: " + b"<" * 5000]
)
def test_a_broken_message_is_read_without_falling(broken):
    assert recognise(email.message_from_bytes(broken, policy=SMTP)).named == ()


def test_references_are_limited_and_the_nearest_is_last():
    many = " ".join(f"<{number}@x.example>" for number in range(200))
    found = recognise(mail(f"References: {many}"))
    assert (len(found.named), found.named[-1]) == (32, OURS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Absent jusqu'au 5 décembre.", date(2026, 12, 5)),
        ("Je suis en congés jusqu’au vendredi 4 décembre 2026 inclus", date(2026, 12, 4)),
        ("absent jusqu'au 05/12/2026", date(2026, 12, 5)),
        ("I am out of the office until Monday, 7 December.", date(2026, 12, 7)),
        ("away until December 5th, 2026", date(2026, 12, 5)),
        ("fermé jusqu'au 3 janvier", date(2027, 1, 3)),
        ("until 05/12/2026", None),
        ("jusqu'au 31 février", None),
        ("jusqu'au 5 décembre, ou jusqu'au 9 décembre", None),
        ("jusqu'au 5 décembre 2031", None),
        ("until 5 November 2026", None),
        ("Back soon.", None),
    ],
)
def test_until_when_they_are_away_is_said_only_when_it_is_sure(text, day):
    assert absent_until(text, date(2026, 11, 24)) == day


@pytest.mark.parametrize(
    "quoted",
    [
        "Le lun. 23 nov. 2026 à 09:30, Colette Rappel <colette@lunapres.example> a écrit :\n> Bonjour",
        "On Mon, 23 Nov 2026 at 09:30, Colette Rappel wrote:\n> Hello",
        "-----Message d'origine-----\nDe : Colette",
        "________________________________\nDe : Colette",
        "De : Colette Rappel\nEnvoyé : lundi 23 novembre 2026 09:30\nÀ : Compta",
        "From: Colette Rappel\nSent: Monday\nTo: Accounts",
    ],
)
def test_older_messages_are_folded_away(quoted):
    assert own_words(f"Nous payons vendredi.\n\n{quoted}") == ("Nous payons vendredi.", True)


def test_words_between_the_lines_are_shown_whole():
    assert own_words("> Please pay\nWe did, on the 5th.").own == "> Please pay\nWe did, on the 5th."


def test_a_huge_reply_is_cut():
    assert len(own_words("a " * 500_000).own) <= 20_000
