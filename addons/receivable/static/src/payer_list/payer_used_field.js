import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Used part of the credit limit: a bar with its figure, or the words "no limit" / "no credit". */
export class PayerUsedField extends Component {
    static template = "receivable.PayerUsedField";
    static props = { ...standardFieldProps };

    get state() {
        return this.props.record.data.limit_state;
    }

    get percent() {
        return Math.round(this.props.record.data[this.props.name] || 0);
    }

    get width() {
        return Math.max(0, Math.min(100, this.percent));
    }

    get tone() {
        if (this.percent > 100) {
            return "bg-danger";
        }
        return this.percent >= 70 ? "bg-warning" : "bg-primary";
    }

    get title() {
        const { credit_limit, currency_id, exposure } = this.props.record.data;
        const money = (amount) => formatMonetary(amount, { currencyId: currency_id && currency_id.id });
        return _t("%(used)s of a limit of %(limit)s", { used: money(exposure), limit: money(credit_limit) });
    }
}

registry.category("fields").add("payer_used", {
    component: PayerUsedField,
    displayName: _t("Used of the credit limit"),
    supportedTypes: ["float"],
    fieldDependencies: [
        { name: "limit_state", type: "selection" },
        { name: "credit_limit", type: "monetary" },
        { name: "exposure", type: "monetary" },
        { name: "currency_id", type: "many2one", relation: "res.currency" },
    ],
});
