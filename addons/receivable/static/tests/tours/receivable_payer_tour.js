import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("receivable_payer_tour", {
    steps: () => [
        { content: "the payer is in the list", trigger: ".o_data_row td:contains(Garage Tourneboulon)", run: "click" },
        { content: "the form says why first", trigger: ".o_payer_form h2:contains(Where things stand)" },
        { content: "a new payer reads as new", trigger: ".o_payer_score:contains(New)" },
        { content: "ask for a pause", trigger: "button[name=action_receivable_pause]", run: "click" },
        { content: "why", trigger: ".modal [name=reason] input", run: "edit Audit until Friday" },
        { content: "until when", trigger: ".modal [name=date_until] input, .modal [name=date_until] button", run: "click" },
        { content: "pick the last day shown", trigger: ".o_date_item_cell:not(.o_out_of_range):last", run: "click" },
        { content: "it says what is left alone", trigger: ".modal .alert:contains(Left alone)" },
        { content: "pause", trigger: ".modal button[name=action_pause]", run: "click" },
        { content: "the ribbon says it", trigger: ".ribbon:contains(Paused)" },
        { content: "so does the panel", trigger: ".o_payer_standing:contains(Audit until Friday)" },
        { content: "resume", trigger: "button[name=action_receivable_resume]", run: "click" },
        { content: "it is asked once", trigger: ".modal button:contains(Resume)", run: "click" },
        { content: "nothing is paused any more", trigger: ".o_payer_form:not(:has(.ribbon:contains(Paused)))" },
        { content: "the score of a past day", trigger: ".o_payer_score_day input" },
        { content: "open items are there", trigger: ".o_field_widget[name=receivable_item_ids] .o_data_row" },
    ],
});
