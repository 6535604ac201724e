"""How long does a bank file take? Checks, writes and reads back direct debits without Odoo, and prints the figures.

    python tests/benchmarks/sepa_file.py [5000]

Best of three runs, processor time.
"""

import argparse
import sys
import time
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import conftest  # noqa: E402, F401  (stands in for the packages of Odoo)
import sepa  # noqa: E402  (made-up debits)
from lxml import etree  # noqa: E402

from odoo.addons.receivable_sepa.logic import bank_file, epc, pain008  # noqa: E402
from odoo.addons.receivable_sepa.logic.pain008 import Address, Amendment, Mandate, Party  # noqa: E402

RUNS = 3


def made_up(count):
    """Debits as they come: accents, addresses, one mandate in ten with a change to tell, four groups."""
    debits = [
        sepa.debit(
            number,
            amount=Decimal(100 + number) / 100,
            mandate=Mandate(f"RUM-{number:06}", date(2026, 1, 15), None if number % 10 else Amendment(new_account=True)),
            debtor=Party(f"Société Générale d'Électricité {number}", Address("12 rue de l'Église", "75002", "Paris", "FR")),
        )
        for number in range(count)
    ]
    kinds = [(scheme, sequence) for scheme in ("CORE", "B2B") for sequence in ("FRST", "RCUR")]
    return sepa.file(*(
        sepa.group(*debits[start::4], id=f"MSG-{start}", scheme=scheme, sequence=sequence) for start, (scheme, sequence) in enumerate(kinds)
    ))  # fmt: skip


def statement(file):
    """All these debits come back in one statement."""
    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">{debit.amount + 3}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-12-03</Dt></BookgDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>{debit.end_to_end}</EndToEndId><MndtId>{debit.mandate.reference}</MndtId></Refs>"
        f'<AmtDtls><InstdAmt><Amt Ccy="EUR">{debit.amount}</Amt></InstdAmt></AmtDtls><RltdPties><DbtrAcct><Id><IBAN>{debit.iban}</IBAN>'
        "</Id></DbtrAcct></RltdPties><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>"
        for debit in file.debits
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>B</MsgId></GrpHdr>'
        f"<Stmt>{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def timed(what, work, *arguments):
    """Do some work three times, print the best time, return what came of it."""
    times = []
    for _each in range(RUNS):
        start = time.process_time()
        result = work(*arguments)
        times.append(time.process_time() - start)
    print(f"{what:<46} {min(times):6.2f} s")
    return result


def schema():
    """The official one."""
    return etree.XMLSchema(etree.XML((files("sepaxml") / "schemas" / "pain.008.001.08.xsd").read_bytes()))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("count", nargs="?", type=int, default=5000)
    count = arguments.parse_args().count
    file = made_up(count)
    print(f"{count} debits in {len(file.groups)} groups")
    faults = timed("rules of the banks", epc.faults, file, sepa.TODAY, sepa.SEPA)
    print(f"    {len(faults)} faults: {', '.join(sorted({fault.code for fault in faults}))}")
    built = timed("write pain.008.001.08", pain008.build, file)
    print(f"    {len(built) / 1e6:.1f} MB")
    timed("check by the official schema (tests only)", schema().assertValid, etree.XML(built))
    back = statement(file)
    found = timed("read a camt.053 in which all come back", bank_file.read, back)
    print(f"    {len(back) / 1e6:.1f} MB, {len(found.returns)} returns")


if __name__ == "__main__":
    main()
