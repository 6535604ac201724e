import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The card's bar of ageing: five shades, from not due to over 90 days; figures in the title. */
export class PayerAgeingField extends Component {
    static template = "receivable.PayerAgeingField";
    static props = { ...standardFieldProps };

    get shades() {
        const { currency_id, aged_0, aged_30, aged_60, aged_90, aged_over } = this.props.record.data;
        const shades = [
            [_t("not due"), aged_0],
            [_t("1–30 days"), aged_30],
            [_t("31–60 days"), aged_60],
            [_t("61–90 days"), aged_90],
            [_t("over 90 days"), aged_over],
        ];
        const total = shades.reduce((sum, [, amount]) => sum + amount, 0);
        return shades.map(([label, amount], index) => ({
            index,
            share: total ? (100 * amount) / total : 0,
            text: `${label}: ${formatMonetary(amount, { currencyId: currency_id && currency_id.id })}`,
        }));
    }

    get title() {
        return this.shades
            .filter((shade) => shade.share)
            .map((shade) => shade.text)
            .join("\n");
    }
}

const AMOUNTS = ["aged_0", "aged_30", "aged_60", "aged_90", "aged_over"];

registry.category("fields").add("payer_ageing", {
    component: PayerAgeingField,
    displayName: _t("Bar of ageing"),
    supportedTypes: ["monetary"],
    fieldDependencies: [
        ...AMOUNTS.map((name) => ({ name, type: "monetary" })),
        { name: "currency_id", type: "many2one", relation: "res.currency" },
    ],
});
