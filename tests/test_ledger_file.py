"""A ledger file as other programs write it: what is read, how, and what is refused and why."""

import io
import os
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from odoo.addons.receivable.logic import ledger_columns, ledger_customers, ledger_file, ledger_rows
from odoo.addons.receivable.logic.ledger_reasons import LedgerFileError

TODAY = date(2026, 11, 23)
DATA = Path(os.environ.get("ENCAISSE_DATA", Path(__file__).parents[2] / "shared" / "data"))

FRENCH = """\
Client;Pièce;Date;Échéance;TTC;Règlement;Devise;Réf;E-mail
C001;FAC-1;02/09/2026;02/10/2026;1 234,50;06/10/2026;EUR;BC 77;compta@pont.example
C002;FAC-2;03/09/2026;31/10/2026;480,00;;EUR;;
C002;AV-7;10/09/2026;10/09/2026;-80,00;;EUR;FAC-2;
"""


def read(text, encoding="utf-8"):
    return ledger_file.read(text if isinstance(text, bytes) else text.encode(encoding))


def rows_of(text, encoding="utf-8", as_of=TODAY, **style):
    file = read(text, encoding)
    guess = ledger_columns.guess(file.header, file.lines)
    assert not guess.missing
    return ledger_rows.read_rows(file, guess.columns, ledger_rows.conventions(file, guess.columns, **style), as_of)


def ledger(*lines, header="client;piece;date;echeance;montant;regle le;montant regle;reste"):
    return "\n".join([header, *lines]) + "\n"


def refusals(*lines, **kwargs):
    return [(refusal.line, refusal.reason.text) for refusal in rows_of(ledger(*lines, **kwargs)).refusals]


# Reading


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")]
)
def test_a_french_export_is_read_in_any_usual_encoding(encoding, said):
    file = read(FRENCH, encoding)
    assert (file.delimiter, file.encoding, len(file.lines)) == (";", said, 3)
    assert file.header[1] == "Pièce"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter):
    text = "customer;number;issued;due;amount\nA;1;2026-01-02;2026-02-01;10.50\nB;2;2026-01-02;2026-02-01;11.50\n"
    assert read(text.replace(";", delimiter)).delimiter == delimiter


def test_quotes_hold_delimiters_and_line_breaks_and_the_line_numbers_stay_those_of_the_file():
    text = 'customer,number,issued,due,amount\n"Pont,\nSARL",1,2026-01-02,2026-02-01,"1,200.50"\n\nB,2,2026-01-02,2026-02-01,x\n'
    reading = rows_of(text)
    assert reading.rows[0].customer == "Pont, SARL"
    assert reading.rows[0].amount == Decimal("1200.50")
    assert [(refusal.line, refusal.reason.text) for refusal in reading.refusals] == [(5, 'amount "x" is not a number')]


def test_a_title_above_the_names_is_passed_over():
    assert read("Balance âgée\n\n" + FRENCH).header[0] == "Client"


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"%PDF-1.7 hello", b"PK\x03\x04 broken", b"one word", b"\xd0\xcf\x11\xe0\x00\x00"])
def test_what_is_no_ledger_is_refused_in_one_sentence(data):
    with pytest.raises(LedgerFileError, match=r"This is not a CSV or XLSX file\."):
        read(data)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"client;piece;date\n"])
def test_an_empty_file_says_so(data):
    with pytest.raises(LedgerFileError, match="holds no lines"):
        read(data)


def test_too_large_a_file_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(ledger_file, "MAX_BYTES", 10)
    with pytest.raises(LedgerFileError, match="larger than"):
        read(FRENCH)


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(ledger_file, "MAX_LINES", 2)
    with pytest.raises(LedgerFileError, match="more than 2 lines"):
        read(FRENCH)


# XLSX


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


HEADER = ["Client", "Pièce", "Date", "Échéance", "TTC", "Règlement"]


def test_a_workbook_gives_dates_numbers_and_codes_without_decimals():
    [row] = rows_of(workbook(HEADER, [200769072, 1930547631, datetime(2026, 9, 2), date(2026, 10, 2), 1234.5, None])).rows
    assert (row.customer, row.number, row.due, row.amount, row.paid) == (
        "200769072",
        "1930547631",
        date(2026, 10, 2),
        Decimal("1234.5"),
        0,
    )


def test_a_formula_is_refused_never_computed():
    reading = rows_of(
        workbook(
            HEADER,
            ["C1", "F1", date(2026, 9, 2), date(2026, 10, 2), "=1+1", None],
            ["C1", "F2", date(2026, 9, 2), date(2026, 10, 2), 5, None],
        )
    )
    assert [refusal.reason.text for refusal in reading.refusals] == ['column "TTC" holds a formula; paste its value instead']


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(ledger_file, "MAX_UNPACKED_BYTES", 10_000)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "0" * 1_000_000)
    with pytest.raises(LedgerFileError, match="cannot be opened safely"):
        read(content.getvalue())


def test_entities_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADER))) as source, zipfile.ZipFile(content, "w") as target:
        for part in source.infolist():
            body = source.read(part)
            if part.filename == "xl/workbook.xml":
                body = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + body
            target.writestr(part.filename, body)
    with pytest.raises(LedgerFileError, match="cannot be opened safely"):
        read(content.getvalue())


def changed(data, name, change):
    """A workbook with another content of one of its parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(content, "w") as target:
        for part in source.infolist():
            body = source.read(part)
            target.writestr(part.filename, change(body) if part.filename == name else body)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_that_hides_behind_a_comment_or_an_encoding_loads_nothing(encoding, tmp_path):
    (tmp_path / "secret").write_text("the secret")
    declared = f'<!--{"x" * 6000}--><!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    book = workbook(HEADER, ["Garage", "F1", date(2026, 9, 2), date(2026, 10, 2), 5, None])

    def hostile(body):
        body = body.decode().partition("?>")[2] if body.startswith(b"<?xml") else body.decode()
        assert "Garage" in body
        return f'<?xml version="1.0" encoding="{encoding}"?>{declared}{body.replace("Garage", "&e;")}'.encode(encoding)

    try:
        file = read(changed(book, "xl/sharedStrings.xml", hostile))
    except LedgerFileError:
        return
    assert "the secret" not in str(file)


def test_a_row_that_calls_itself_the_two_billionth_costs_nothing(monkeypatch):
    monkeypatch.setattr(ledger_file, "MAX_LINES", 1000)
    book = workbook(HEADER, ["C1", "F1", date(2026, 9, 2), date(2026, 10, 2), 5, None])
    far = changed(book, "xl/worksheets/sheet1.xml", lambda body: body.replace(b'<row r="2"', b'<row r="2000000000"'))
    with pytest.raises(LedgerFileError, match="1000"):
        read(far)


def test_a_line_of_a_hundred_thousand_cells_is_read_at_once():
    file = read("client;piece;montant\n" + ";" * 100_000 + "\nC1;F1;5\n")
    assert [line.cells[:3] for line in file.lines] == [("C1", "F1", "5")]


def test_a_zip_that_is_no_workbook_is_no_ledger():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(LedgerFileError, match="not a CSV or XLSX"):
        read(content.getvalue())


# Columns


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Client;Pièce;Date;Échéance;TTC;Règlement;Devise;Réf;E-mail;SIREN",
            "customer number issued due amount paid_on currency reference email siren",
        ),
        (
            "Customer ID,Customer name,Invoice number,Invoice date,Due date,Amount,Payment date,Currency,Salesperson",
            "customer customer_name number issued due amount paid_on currency salesperson",
        ),
        (
            "N° client;Raison sociale;N° facture;Date facture;Date d'échéance;Montant TTC;Solde",
            "customer customer_name number issued due amount remaining",
        ),
        ("invoice,customer,issue,due,terms,amount", "number customer issued due - amount"),
        ("Compte;Intitulé;N° pièce;Date pièce;Échéance;Débit;Total TTC", "customer customer_name number issued due - amount"),
    ],
)
def test_columns_are_guessed_from_french_and_english_names(header, expected):
    delimiter = ";" if ";" in header else ","
    names = header.split(delimiter)
    samples = {"issued": "2026-09-02", "due": "2026-10-02", "paid_on": "", "amount": "10.50", "remaining": "10.50"}
    line = [samples.get(field, "x") for field in expected.split()]
    file = read(delimiter.join(names) + "\n" + delimiter.join(line))
    guess = ledger_columns.guess(file.header, file.lines)
    assert guess.columns == {field: index for index, field in enumerate(expected.split()) if field != "-"}


def test_without_telling_names_the_content_speaks_and_the_guess_is_marked():
    file = read("A;B;C;D;E\nx;F1;02/09/2026;02/10/2026;10,50\n")
    guess = ledger_columns.guess(file.header, file.lines)
    assert {field: guess.columns[field] for field in ("issued", "due", "amount")} == {"issued": 2, "due": 3, "amount": 4}
    assert guess.unsure == {"issued", "due", "amount"}
    assert [reason.text for reason in guess.missing] == [
        "No column looks like a customer. Choose one.",
        "No column looks like an invoice number. Choose one.",
    ]


def test_a_missing_due_date_is_said():
    file = read("Client;Pièce;Date;TTC\nx;F1;02/09/2026;10,50\n")
    assert [reason.text for reason in ledger_columns.guess(file.header, file.lines).missing] == [
        "No column looks like a due date. Choose one."
    ]


# Values


def test_one_column_of_dates_has_one_format():
    file = read("client;piece;date;echeance;montant\nA;1;03/04/2026;13/04/2026;1\n")
    style = ledger_rows.conventions(file, ledger_columns.guess(file.header, file.lines).columns)
    assert (style.date_format, style.date_sure) == ("dd/mm/yyyy", True)


def test_american_dates_are_seen_by_the_days_beyond_twelve():
    [row] = rows_of("client,piece,date,due,amount\nA,1,03/14/2026,04/13/2026,1.00\n").rows
    assert (row.issued, row.due) == (date(2026, 3, 14), date(2026, 4, 13))


def test_an_undecided_date_format_is_said_to_be_assumed_and_can_be_set():
    text = "client,piece,date,due,amount\nA,1,03/04/2026,04/04/2026,1.00\n"
    file = read(text)
    style = ledger_rows.conventions(file, ledger_columns.guess(file.header, file.lines).columns)
    assert (style.date_format, style.date_sure) == ("dd/mm/yyyy", False)
    assert rows_of(text, date_format="mm/dd/yyyy").rows[0].issued == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1234,5", "1234.5"),
        ("12,50 €", "12.50"),
        ("EUR 12,50", "12.50"),
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount):
    [row] = rows_of(f"client;piece;date;echeance;montant\nA;1;02/09/2026;02/10/2026;{written}\n").rows
    assert row.amount == Decimal(amount)


def test_two_decimal_marks_in_one_file_are_refused_with_the_line():
    with pytest.raises(LedgerFileError, match=r"Amounts mix comma and point as decimals from line 3\."):
        rows_of("client;piece;date;echeance;montant\nA;1;02/09/2026;02/10/2026;10,50\nA;2;02/09/2026;02/10/2026;10.50\n")


# Rows


def test_a_line_is_open_settled_or_paid_in_part():
    reading = rows_of(
        ledger(
            "A;1;02/09/2026;02/10/2026;100,00;;;",
            "A;2;02/09/2026;02/10/2026;100,00;05/10/2026;;",
            "A;3;02/09/2026;02/10/2026;100,00;05/10/2026;40,00;",
            "A;4;02/09/2026;02/10/2026;100,00;;;25,00",
            "A;5;02/09/2026;02/10/2026;100,00;;;100,00",
        )
    )
    assert not reading.refusals
    assert [(row.paid, row.paid_on) for row in reading.rows] == [
        (0, None),
        (100, date(2026, 10, 5)),
        (40, date(2026, 10, 5)),
        (75, TODAY),
        (0, None),
    ]


def test_a_negative_amount_or_the_word_avoir_is_a_credit_note():
    header = "client;piece;date;echeance;montant;type"
    reading = rows_of(
        ledger(
            "A;1;02/09/2026;02/10/2026;-10,00;",
            "A;2;02/09/2026;02/10/2026;10,00;Avoir",
            "A;3;02/09/2026;02/10/2026;10,00;Facture",
            header=header,
        )
    )
    assert [(row.kind, row.amount) for row in reading.rows] == [("credit_note", 10), ("credit_note", 10), ("invoice", 10)]


def test_each_refused_line_has_its_number_and_one_sentence():
    assert refusals(
        ";1;02/09/2026;02/10/2026;10,00;;;",
        "A;;02/09/2026;02/10/2026;10,00;;;",
        "A;3;02/09/2026;31/02/2026;10,00;;;",
        "A;4;;02/10/2026;10,00;;;",
        "A;5;02/09/2026;;10,00;;;",
        "A;6;02/09/2026;02/10/2026;;;;",
        "A;7;02/09/2026;02/10/2026;0,00;;;",
        "A;8;02/09/2026;02/10/2026;ten;;;",
        "A;9;02/09/2026;31/12/9999;10,00;;;",
        "A;10;02/09/2026;02/10/2026;10,00;05/10/2026;11,00;",
        "A;11;02/09/2026;02/10/2026;10,00;05/10/2027;;",
        "A;12;02/09/2026;02/10/2026;10,00;05/10/2026;4,00;5,00",
        "A;13;02/09/2026;02/10/2026;-10,00;05/10/2026;4,00;",
        "A;14;02/09/2026;02/10/2026;10,00;;;;;x",
    ) == [
        (2, "no customer"),
        (3, "no invoice number"),
        (4, "due date 31/02/2026 does not exist"),
        (5, "no invoice date"),
        (6, "no due date"),
        (7, "no amount"),
        (8, "the amount is zero, there is nothing to import"),
        (9, 'amount "ten" is not a number'),
        (10, "date 31/12/9999 lies outside the years 1970 to 2099"),
        (11, "paid 11.00 is more than the amount 10.00"),
        (12, "paid on 2027-10-05, after the day of this ledger"),
        (13, "paid 4.00 and remaining 5.00 do not add up to the amount 10.00"),
        (14, "the paid or remaining part 4.00 has another sign than the amount -10.00"),
        (15, "the line has 10 columns, the first line names 8"),
    ]


def test_a_repeated_line_and_a_shared_number_are_refused_an_instalment_is_not():
    line = "A;1;02/09/2026;02/10/2026;10,00;;;"
    reading = rows_of(ledger(line, line, "B;1;02/09/2026;02/10/2026;10,00;;;", "A;1;02/09/2026;02/11/2026;10,00;;;"))
    assert [row.line for row in reading.rows] == [2, 5]
    assert [refusal.reason.text for refusal in reading.refusals] == [
        "repeats line 2",
        "number 1 is already on line 2, for another customer",
    ]


# Customers


def test_customers_are_matched_by_reference_then_vat_then_siren_then_name():
    text = ledger(
        "C1;Whatever;1;02/09/2026;02/10/2026;10,00;;",
        "X2;Dupont;2;02/09/2026;02/10/2026;10,00;FR 40 303 265 045;",
        "X3;Durand;3;02/09/2026;02/10/2026;10,00;;732829320 00074",
        "X4;Atelier Brindille;4;02/09/2026;02/10/2026;10,00;;",
        "X5;ETS. BRINDILLE ATELIER SARL;5;02/09/2026;02/10/2026;10,00;;",
        "X6;Nobody;6;02/09/2026;02/10/2026;10,00;;",
        header="code client;raison sociale;piece;date;echeance;montant;n tva;siret",
    )
    contacts = [
        ledger_customers.Contact(1, "c1", "One", "", ""),
        ledger_customers.Contact(2, "", "Two", "FR40303265045", ""),
        ledger_customers.Contact(3, "", "Three", "", "732829320"),
        ledger_customers.Contact(4, "", "Atelier Brindille", "", ""),
    ]
    matches = ledger_customers.match_customers(ledger_customers.customers_of(rows_of(text).rows), contacts)
    assert {key: tuple(match) for key, match in matches.items()} == {
        "C1": (1, "reference"),
        "X2": (2, "vat"),
        "X3": (3, "siren"),
        "X4": (4, "name"),
        "X5": (4, "similar_name"),
        "X6": (0, ""),
    }
    assert [match.sure for match in matches.values()] == [True, True, True, True, False, False]


def test_two_contacts_with_the_same_reference_are_left_to_a_person():
    contacts = [ledger_customers.Contact(1, "C1", "", "", ""), ledger_customers.Contact(2, "C1", "", "", "")]
    customer = ledger_customers.Customer("C1", "", "", "", "", 1)
    assert ledger_customers.match_customers([customer], contacts)["C1"] == (0, "several")


# The real ledgers


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no measurement data: set ENCAISSE_DATA (looked in {DATA})")
@pytest.mark.parametrize(
    ("name", "lines", "open_lines"),
    [("ledger_b2b_history", 31667, 1639), ("ledger_b2b_open", 9681, 9681), ("ledger_ibm_history", 1831, 112)],
)
def test_the_real_ledgers_are_read_without_a_refusal(name, lines, open_lines):
    reading = rows_of((DATA / f"{name}.csv").read_bytes())
    assert (len(reading.rows), reading.refusals) == (lines, [])
    assert sum(1 for row in reading.rows if not row.paid) == open_lines
