import { Component, markup, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useEvidence } from "@receivable/evidence";

const ICONS = {
    message: "fa-envelope-o",
    reply: "fa-reply",
    call: "fa-phone",
    promise: "fa-handshake-o",
    dispute: "fa-flag",
    claim: "fa-question-circle-o",
    payment: "fa-check",
    decision: "fa-balance-scale",
};

/** What happened, newest first, one line each; the exact message unfolds in place. */
export class PayerTimeline extends Component {
    static template = "receivable.PayerTimeline";
    static props = { ...standardFieldProps };

    setup() {
        this.openEvidence = useEvidence();
        this.state = useState({ kind: null });
    }

    get all() {
        return this.props.record.data[this.props.name] || [];
    }

    get lines() {
        return this.all
            .filter((line) => !this.state.kind || line.kind === this.state.kind)
            .map((line) => ({ ...line, icon: ICONS[line.kind] || "fa-circle-o", body: line.body && markup(line.body) }));
    }

    get kinds() {
        return [...new Map(this.all.map((line) => [line.kind, line.word]))].map(([kind, word]) => ({ kind, word }));
    }

    choose(kind) {
        this.state.kind = this.state.kind === kind ? null : kind;
    }
}

registry.category("fields").add("payer_timeline", {
    component: PayerTimeline,
    supportedTypes: ["json"],
});
