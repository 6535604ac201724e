import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useEvidence } from "@receivable/evidence";

const LOOK = {
    chased: { icon: "fa-check", tone: "success" },
    held: { icon: "fa-flag", tone: "warning" },
    next: { icon: "fa-arrow-right", tone: "info" },
};

/** "Where things stand": chased, not chased, next; each line with its reason and its way out. */
export class PayerStanding extends Component {
    static template = "receivable.PayerStanding";
    static props = { ...standardFieldProps };

    setup() {
        this.openEvidence = useEvidence();
    }

    get lines() {
        const lines = this.props.record.data[this.props.name] || [];
        return lines.map((line) => ({ ...line, ...LOOK[line.word], before_text: _t("%(word)s:", { word: line.label }) }));
    }
}

registry.category("fields").add("payer_standing", {
    component: PayerStanding,
    supportedTypes: ["json"],
});
