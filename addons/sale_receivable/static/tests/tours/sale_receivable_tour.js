import { registry } from "@web/core/registry";

const openQuotation = [
    { content: "the quotation list shows the risk", trigger: ".o_data_row:contains(Garage Tourneboulon) .badge:contains(Hold)" },
    { content: "open it", trigger: ".o_data_row:contains(Garage Tourneboulon) .o_data_cell[name=partner_id]", run: "click" },
];
const readTheLine = [
    { content: "the badge and why, in one line", trigger: ".o_credit_line:contains(Hold):contains(over the limit)", run: "click" },
    { content: "the bar, this order, whom to ask", trigger: ".o_credit_panel:contains(This order):contains(Gérard)" },
];

/** A salesperson without accounting rights: sees the risk, is told what would pass, asks for a release. */
registry.category("web_tour.tours").add("sale_receivable_ask_for_release", {
    steps: () => [
        ...openQuotation,
        ...readTheLine,
        { content: "close the picture", trigger: ".o_credit_panel", run: "press Escape" },
        { content: "try to confirm", trigger: "button[name=action_confirm]:not(:hidden)", run: "click" },
        { content: "a refusal that helps", trigger: ".modal .o_credit_offers:contains(Deposit of)" },
        { content: "a word for the person who decides", trigger: ".modal [name=note] input", run: "edit They pay on Friday" },
        { content: "ask", trigger: ".modal button[name=action_ask]", run: "click" },
        { content: "told that it waits", trigger: ".o_form_view .alert:contains(Waits for a decision of)" },
    ],
});

/** On a phone: the same line, the picture comes up from below. */
registry.category("web_tour.tours").add("sale_receivable_on_a_phone", {
    steps: () => [
        { content: "cards show the risk", trigger: ".o_kanban_record:contains(Garage Tourneboulon) .badge:contains(Hold)" },
        { content: "open it", trigger: ".o_kanban_record:contains(Garage Tourneboulon)", run: "click" },
        ...readTheLine,
    ],
});

/** The credit manager, without sales rights: why before what, then a release with its reason. */
registry.category("web_tour.tours").add("sale_receivable_release", {
    steps: () => [
        { content: "the order waits, with its cause", trigger: ".o_data_row:contains(Garage Tourneboulon):contains(Over the limit)" },
        { content: "open it", trigger: ".o_data_row .o_data_cell[name=partner_id]", run: "click" },
        { content: "why it waits", trigger: ".o_credit_panel:contains(over the limit)" },
        { content: "what would let it pass", trigger: ".o_credit_offers:contains(Deposit of)" },
        { content: "release", trigger: ".o_statusbar_buttons button:contains(Release)", run: "click" },
        { content: "own ceiling is told", trigger: ".modal .alert:contains(You may release)" },
        { content: "a reason", trigger: ".modal [name=reason] input", run: "edit Transfer confirmed by their bank" },
        { content: "let it go", trigger: ".modal button[name=action_release]", run: "click" },
        { content: "released", trigger: ".o_arrow_button_current:contains(Released)" },
    ],
});
