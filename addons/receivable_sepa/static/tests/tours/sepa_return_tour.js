import { inputFiles } from "@web/../tests/utils";
import { registry } from "@web/core/registry";

const ENTRY = `<Ntry><Amt Ccy="EUR">960.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-12-04</Dt></BookgDt>
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>
    <Refs><EndToEndId>PRLV-2026-001-00000</EndToEndId></Refs><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`;
const NOTICE = `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">
    <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>NOT-1</MsgId><CreDtTm>2026-12-04T08:00:00</CreDtTm></GrpHdr>
    <Ntfctn><Id>1</Id><Acct><Id><IBAN>FR7610107001011234567890129</IBAN></Id></Acct>${ENTRY}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;

/** A file of the bank is chosen, its table is looked at, and applied; the same file again is refused with a sentence. */
registry.category("web_tour.tours").add("sepa_return_read_and_apply", {
    steps: () => [
        {
            trigger: ".o_control_panel button:contains('Read a bank file')",
            run: () => inputFiles(".o_control_panel .o_input_file", [new File([NOTICE], "notice.xml", { type: "text/xml" })]),
        },
        { trigger: ".o_data_row:contains('AM04'):contains('Not enough money'):contains('due date kept')" },
        { trigger: "button[name='action_apply']", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Applied')" },
        { trigger: ".breadcrumb-item a:contains('Returned debits')", run: "click" },
        {
            trigger: ".o_control_panel button:contains('Read a bank file')",
            run: () => inputFiles(".o_control_panel .o_input_file", [new File([NOTICE], "notice.xml", { type: "text/xml" })]),
        },
        { trigger: ".modal-content:contains('already recorded')" },
        { trigger: ".modal-content .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal-content))" },
    ],
});
