import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const WRONG = "FR76 3000 6000 0112 3456 7890 188";
const RIGHT = "FR7630006000011234567890189";

function drawOn(canvas) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = (part) => ({ clientX: left + width * part, clientY: top + height * (1 - part), pointerId: 1, isPrimary: true, buttons: 1, bubbles: true });
    canvas.dispatchEvent(new PointerEvent("pointerdown", at(0.2)));
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        canvas.dispatchEvent(new PointerEvent("pointermove", at(part)));
    }
    canvas.dispatchEvent(new PointerEvent("pointerup", { ...at(0.8), buttons: 0 }));
}

const account = [
    { content: "a wrong digit is told while leaving the field", trigger: "input#iban", run: `edit ${WRONG} && press Tab` },
    { trigger: "#fault_iban:not(.d-none):contains('wrong digit')" },
    { trigger: "input#iban[aria-invalid]", run: `edit ${RIGHT} && press Tab` },
    { content: "the fault goes, the number is set in groups", trigger: "input#iban:not([aria-invalid]):value('FR76 3000 6000 0112 3456 7890 189')" },
    { trigger: "input#city", run: "edit Lyon" },
    { trigger: "button:contains('Go on to the text')", run: "click", expectUnloadPage: true },
    { content: "the text in full, the account by its ends", trigger: "section:contains('you authorise'):contains('8 weeks')" },
    { trigger: "dd:contains('FR76 •••• 0189')" },
    { trigger: "a:contains('Go on to the signature')", run: "click", expectUnloadPage: true },
];

tours.add("sepa_portal_sign", {
    steps: () => [
        { trigger: "a:contains('Pay by direct debit')", run: "click", expectUnloadPage: true },
        { content: "an empty form is told what is missing", trigger: "button:contains('Go on to the text')", run: "click", expectUnloadPage: true },
        { trigger: "#fault_iban:contains('Enter the account number')" },
        ...account,
        { content: "the name is proposed and written as a signature", trigger: "input[name=signer]", run: "edit Paul Pressé" },
        { trigger: ".o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
        { content: "signed", trigger: "[role=status]:contains('your mandate is signed')" },
        { trigger: "a:contains('Signed mandate')" },
    ],
});

tours.add("sepa_portal_sign_link", {
    steps: () => [
        { trigger: "[role=note]:contains('to sign this mandate only')" },
        ...account,
        { content: "a name gives the frame", trigger: "input[name=signer]", run: "edit Paule Pressée" },
        { trigger: "a:contains('Draw'), button:contains('Draw')", run: "click" },
        { content: "nothing is drawn yet", trigger: ".o_portal_sign_submit:disabled" },
        { trigger: "canvas.o_web_sign_signature", run() { drawOn(this.anchor); } },
        { trigger: ".o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
        { content: "the result and nothing else", trigger: "[role=status]:contains('your mandate is signed')" },
        { trigger: "a:contains('Signed mandate')" },
    ],
});

tours.add("sepa_portal_revoke", {
    steps: () => [
        { content: "what is announced", trigger: ".o_sepa_row:contains('960.00'):contains('Announced')" },
        { trigger: ".o_sepa_row a:contains('Contest this debit')", run: "click", expectUnloadPage: true },
        { content: "until when, and to whom", trigger: "p:contains('it is taken out of this debit')" },
        { trigger: "a:contains('Back to your direct debits')", run: "click", expectUnloadPage: true },
        { trigger: ".o_sepa_row a:contains('RUM-')", run: "click", expectUnloadPage: true },
        { trigger: "summary:contains('Revoke this mandate')", run: "click" },
        { content: "what stays due is said before", trigger: "details[open]:contains('1 invoice')" },
        { trigger: "button:contains('Revoke the mandate')", run: "click", expectUnloadPage: true },
        { trigger: "[role=status]:contains('Your mandate is revoked')" },
    ],
});
