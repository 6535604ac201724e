import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const inTwoDays = () => new Date(Date.now() + 2 * 86400000).toISOString().slice(0, 10);
const account = "h1:contains('Your account')";

tours.add("receivable_portal_pay", {
    steps: () => [
        { content: "two invoices are ticked and added up", trigger: ".o_receivable_pay:contains('2,130.00')" },
        { content: "untick the second", trigger: "input[name=item]:checked:last", run: "click" },
        { content: "the total follows", trigger: ".o_receivable_pay:contains('890.00')" },
        { content: "tick it again", trigger: "input[name=item]:not(:checked):first", run: "click" },
        { content: "pay both", trigger: ".o_receivable_pay:contains('2,130.00')", run: "click", expectUnloadPage: true },
        { content: "the page says what is paid", trigger: "h1:contains('2,130.00')" },
        {
            content: "the demo provider takes the card",
            trigger: "button[name=o_payment_submit_button]:not(:disabled)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "back on the account", trigger: "[role=status]:contains('Thank you')" },
    ],
});

tours.add("receivable_portal_problem", {
    steps: () => [
        { trigger: ".o_receivable_item:contains('1,240.00') a:contains('Report a problem')", run: "click", expectUnloadPage: true },
        { content: "an empty form is told what is missing", trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { trigger: "#fault_reason:contains('Choose what is wrong')" },
        { trigger: "label:contains('Goods damaged or missing')", run: "click" },
        { trigger: "input#amount", run: "edit 310" },
        { trigger: "textarea#text", run: "edit The lamp is broken" },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { content: "only this part waits", trigger: "[role=status]:contains('310.00')" },
        { trigger: "a:contains('Your account'), a:contains('Back to the account')", run: "click", expectUnloadPage: true },
        { content: "the rest is asked", trigger: ".o_receivable_pay:contains('1,820.00')" },
    ],
});

tours.add("receivable_portal_session", {
    steps: () => [
        { trigger: ".o_receivable_item:contains('1,240.00') a:contains('Report a problem')", run: "click", expectUnloadPage: true },
        { trigger: "label:contains('Goods damaged or missing')", run: "click" },
        { trigger: "input#amount", run: "edit 310" },
        { trigger: "textarea#text", run: "edit The lamp is broken" },
        { content: "the session ends meanwhile", trigger: "form.o_receivable_form", async run() { await fetch("/web/session/logout"); } },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { content: "nothing is lost", trigger: "[role=alert]:contains('Your session has ended')" },
        { trigger: "div:contains('The lamp is broken')" },
        { trigger: "a:contains('Sign in again')", run: "click", expectUnloadPage: true },
        { trigger: "input#login", run: "edit paul" },
        { trigger: "input#password", run: "edit paulxxxx" },
        { trigger: ".oe_login_form button[type=submit]", run: "click", expectUnloadPage: true },
        { content: "the form is filled again", trigger: "textarea#text:value(The lamp is broken)" },
        { trigger: "label:contains('Goods damaged or missing') input:checked" },
        { trigger: "input#amount:value(310)" },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { content: "it has arrived", trigger: "[role=status]:contains('310.00')" },
    ],
});

tours.add("receivable_portal_promise", {
    steps: () => [
        { trigger: ".o_receivable_promise:not(:disabled)", run: "click", expectUnloadPage: true },
        { trigger: "input#day", run() { this.anchor.value = inTwoDays(); } },
        { trigger: "button:contains('Confirm the date')", run: "click", expectUnloadPage: true },
        { content: "noted", trigger: "[role=status]:contains('Noted')" },
        { content: "nothing is ticked any more", trigger: ".o_receivable_pay:disabled" },
    ],
});

tours.add("receivable_portal_credit_note", {
    steps: () => [
        { trigger: ".o_receivable_item:contains('890.00') a:contains('Report a problem')", run: "click", expectUnloadPage: true },
        { trigger: "label:contains('Wrong price')", run: "click" },
        { trigger: "textarea#text", run: "edit The discount is missing" },
        { trigger: "label:contains('A credit note')", run: "click" },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { trigger: "dd:contains('A credit note')" },
    ],
});

tours.add("receivable_portal_paid", {
    steps: () => [
        { trigger: ".o_receivable_item:contains('890.00') a:contains('Already paid')", run: "click", expectUnloadPage: true },
        { trigger: "input#paid_on", run() { this.anchor.value = new Date().toISOString().slice(0, 10); } },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { content: "a reference or a proof is needed", trigger: "#fault_reference" },
        { trigger: "input#reference", run: "edit VIR 4711" },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { content: "somebody looks", trigger: "[role=status]:contains('We are looking for your payment')" },
        { trigger: "a:contains('Your account'), a:contains('Back to the account')", run: "click", expectUnloadPage: true },
        { content: "it is not proposed for payment any more", trigger: ".o_receivable_pay:contains('1,240.00')" },
        { trigger: ".o_receivable_item:contains('You told us that you paid on')" },
    ],
});

tours.add("receivable_portal_plan", {
    steps: () => [
        { trigger: "a:contains('Read and accept')", run: "click", expectUnloadPage: true },
        { trigger: ".o_receivable_agreement:contains('acknowledges owing')" },
        { trigger: "input#name", run: "edit Paul Pressé" },
        { trigger: "input#agreed", run: "click" },
        { trigger: "button:contains('Accept the plan')", run: "click", expectUnloadPage: true },
        { trigger: "[role=status]:contains('The plan is in place')" },
    ],
});

tours.add("receivable_portal_answer", {
    steps: () => [
        { trigger: `${account}` },
        { trigger: "summary:contains('Problems reported')" },
        { trigger: "details a:contains('Goods damaged')", run: "click", expectUnloadPage: true },
        { content: "our question is there", trigger: "li:contains('Could you send a photo?')" },
        { trigger: "textarea#text", run: "edit Here it is" },
        { trigger: "button:contains('Send')", run: "click", expectUnloadPage: true },
        { content: "and the answer below it", trigger: "li:contains('Here it is')" },
    ],
});
