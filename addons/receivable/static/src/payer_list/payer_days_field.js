import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Days late, short: "118 d"; nothing when nothing is late. */
export class PayerDaysField extends Component {
    static template = "receivable.PayerDaysField";
    static props = { ...standardFieldProps };

    get days() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return _t("%s d", this.days);
    }

    get title() {
        return this.days === 1 ? _t("1 day late") : _t("%s days late", this.days);
    }
}

registry.category("fields").add("payer_days", {
    component: PayerDaysField,
    displayName: _t("Days late"),
    supportedTypes: ["integer"],
});
