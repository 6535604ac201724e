import { registry } from "@web/core/registry";

/** The collector approves what waits, by keyboard: open the first, Alt+Q, the next one slides in, Alt+Q, the list is back. */
registry.category("web_tour.tours").add("dunning_approve_by_keyboard", {
    steps: () => [
        { content: "two messages wait", trigger: ".o_dunning_strip_card:contains(2):contains(To approve)" },
        { content: "open the first", trigger: ".o_data_row:first .o_data_cell[name=why]", run: "click" },
        { content: "the message is there, with its reason", trigger: ".o_form_view .alert-info:contains(Why)" },
        { content: "pager over the list", trigger: ".o_pager_counter:contains(1):contains(2)" },
        { content: "send", trigger: ".o_form_view button[name=action_send]", run: "press alt+q" },
        { content: "told when it leaves, with a way back", trigger: ".o_notification:contains(Leaves) button:contains(Undo)" },
        { content: "the next one slid in", trigger: ".o_pager_counter:contains(1):not(:contains(2))" },
        { content: "send it too", trigger: ".o_form_view button[name=action_send]:focus", run: "press alt+q" },
        { content: "nothing waits any more", trigger: ".o_list_view .o_nocontent_help, .o_form_view .o_arrow_button_current:contains(Approved)" },
    ],
});

/** The scenario editor: a step more, by the button of the time-line; a fault is said at once. */
registry.category("web_tour.tours").add("dunning_scenario_adds_a_step", {
    steps: () => [
        { content: "open the standard scenario", trigger: ".o_data_row:contains(matter of fact) .o_data_cell[name=name]", run: "click" },
        { content: "nine steps on the line", trigger: ".o_dunning_timeline_step:eq(8)" },
        { content: "one step more", trigger: ".o_dunning_timeline button:contains(Step)", run: "click" },
        { content: "its name", trigger: ".modal [name=name] input", run: "edit Farewell" },
        { content: "its day is that of another step", trigger: ".modal [name=offset] input", run: "edit 30" },
        { content: "keep it", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "it stands on the line", trigger: ".o_dunning_timeline_step:contains(Farewell)" },
        { content: "the faults are said under the bar", trigger: ".o_field_actionable_errors:contains(Two steps on day)" },
        { content: "nothing is wanted of it", trigger: ".o_form_button_cancel", run: "click" },
        { content: "nine steps again", trigger: ".o_dunning_timeline:not(:contains(Farewell))" },
    ],
});
