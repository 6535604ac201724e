"""What banks send back, invented: a file of rejects before settlement, and a notice of debits that came back after."""

REJECTS = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
  <GrpHdr><MsgId>{message}</MsgId><CreDtTm>{day}T08:00:00</CreDtTm></GrpHdr>
  <OrgnlGrpInfAndSts><OrgnlMsgId>{original}</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.08</OrgnlMsgNmId>{status}</OrgnlGrpInfAndSts>
  <OrgnlPmtInfAndSts><OrgnlPmtInfId>{original}-1</OrgnlPmtInfId>{group}{transactions}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>"""
REJECT = """<TxInfAndSts><OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
  <StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>
  <OrgnlTxRef><Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt>
    <MndtRltdInf><DrctDbtMndt><MndtId>{mandate}</MndtId></DrctDbtMndt></MndtRltdInf></OrgnlTxRef></TxInfAndSts>"""
NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
  <GrpHdr><MsgId>{message}</MsgId><CreDtTm>{day}T08:00:00</CreDtTm></GrpHdr>
  <Ntfctn><Id>{message}-1</Id><CreDtTm>{day}T08:00:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id></Acct>{entries}</Ntfctn>
</BkToCstmrDbtCdtNtfctn></Document>"""
ENTRY = """<Ntry><Amt Ccy="EUR">{moved}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>
  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>
  <NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId><MndtId>{mandate}</MndtId></Refs>
    <AmtDtls><InstdAmt><Amt Ccy="EUR">{amount}</Amt></InstdAmt></AmtDtls>{charges}
    <RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>"""
CHARGES = '<Chrgs><Rcrd><Amt Ccy="EUR">{fee}</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>'
CREDIT = """<Ntry><Amt Ccy="EUR">960.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>
  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd>
  <NtryDtls><TxDtls><Refs><EndToEndId>PRLV-1</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"""
ACCOUNT = "FR7610107001011234567890129"


def reject(end_to_end, amount, code, mandate=""):
    return REJECT.format(end_to_end=end_to_end, amount=f"{amount:.2f}", code=code, mandate=mandate or "RUM")


def rejects(*transactions, message="REJ-1", day="2026-11-30", original="PRLV-2026-001", status="", group=""):
    """A pain.002: what the bank did not carry out; with a reason for the message or its first group, none of that."""
    group = f"<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>{group}</Cd></Rsn></StsRsnInf>" if group else ""
    status = f"<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>{status}</Cd></Rsn></StsRsnInf>" if status else ""
    return REJECTS.format(
        message=message, day=day, original=original, status=status, group=group, transactions="".join(transactions)
    ).encode()  # fmt: skip


def entry(end_to_end, amount, code, mandate="", day="2026-12-04", fee=0):
    """A debit of ours that came back, with the bank's fee in the amount moved."""
    return ENTRY.format(
        end_to_end=end_to_end, amount=f"{amount:.2f}", moved=f"{amount + fee:.2f}", code=code, mandate=mandate or "RUM", day=day,
        charges=CHARGES.format(fee=f"{fee:.2f}") if fee else "",
    )  # fmt: skip


def notice(*entries, message="NOT-1", day="2026-12-04", account=ACCOUNT):
    """A camt.054 of one account."""
    return NOTICE.format(message=message, day=day, account=account, entries="".join(entries)).encode()


def credit(day="2026-12-01"):
    return CREDIT.format(day=day)
