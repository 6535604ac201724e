import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** An amount that opens its rows: ``options="{'action': 'action_open_overdue'}"``. A credit reads "in their favour". */
export class PayerAmountField extends Component {
    static template = "receivable.PayerAmountField";
    static props = { ...standardFieldProps, action: String };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get amount() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        const { currency_id } = this.props.record.data;
        const money = formatMonetary(Math.abs(this.amount), { currencyId: currency_id && currency_id.id });
        return this.amount < 0 ? _t("%s in their favour", money) : money;
    }

    async open() {
        const { resModel, resId } = this.props.record;
        this.action.doAction(await this.orm.call(resModel, this.props.action, [[resId]]));
    }
}

registry.category("fields").add("payer_amount", {
    component: PayerAmountField,
    displayName: _t("Amount that opens its rows"),
    supportedTypes: ["monetary"],
    fieldDependencies: [{ name: "currency_id", type: "many2one", relation: "res.currency" }],
    extractProps: ({ options }) => ({ action: options.action }),
});
