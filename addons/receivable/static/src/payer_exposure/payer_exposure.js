import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useEvidence } from "@receivable/evidence";

/** What they owe in all beside their limit: a bar of parts, its sum in digits, each part opens its records. */
export class PayerExposure extends Component {
    static template = "receivable.PayerExposure";
    static props = { ...standardFieldProps };

    setup() {
        this.openEvidence = useEvidence();
    }

    get exposure() {
        return this.props.record.data[this.props.name] || { parts: [] };
    }

    /** Parts that fill the bar; what is in their favour is written, not drawn. */
    get drawn() {
        return this.exposure.parts.filter((part) => part.share > 0);
    }
}

registry.category("fields").add("payer_exposure", {
    component: PayerExposure,
    supportedTypes: ["json"],
});
