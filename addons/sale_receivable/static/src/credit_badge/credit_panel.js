import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** One line per reason, with the word of what it leads to. */
export class CreditReasons extends Component {
    static template = "sale_receivable.CreditReasons";
    static props = { reasons: { type: Array } };

    icon(state) {
        return { clear: "fa-info-circle text-info", watch: "fa-eye text-warning", hold: "fa-pause-circle text-danger" }[state];
    }
}

/** How much of the limit is used, what is late, what comes next, whom to ask: no accounting word. */
export class CreditPanel extends Component {
    static template = "sale_receivable.CreditPanel";
    static components = { CreditReasons };
    static props = { panel: { type: Object }, reasons: { type: Array }, close: { type: Function, optional: true } };

    get drawn() {
        const { parts, order } = this.props.panel;
        return [...parts, { ...order, pattern: "order" }].filter((part) => part.share > 0);
    }

    /** The sentence about the limit stands under the bar already. */
    get otherReasons() {
        return this.props.reasons.filter((reason) => reason.text !== this.props.panel.sentence);
    }
}

export class CreditPanelField extends Component {
    static template = "sale_receivable.CreditPanelField";
    static components = { CreditPanel };
    static props = { ...standardFieldProps };

    get panel() {
        return this.props.record.data[this.props.name];
    }

    get reasons() {
        return this.props.record.data.receivable_reasons || [];
    }
}

export class CreditReasonsField extends Component {
    static template = "sale_receivable.CreditReasonsField";
    static components = { CreditReasons };
    static props = { ...standardFieldProps };

    get reasons() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("credit_panel", {
    component: CreditPanelField,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "receivable_reasons", type: "json" }],
});
registry.category("fields").add("credit_reasons", { component: CreditReasonsField, supportedTypes: ["json"] });
