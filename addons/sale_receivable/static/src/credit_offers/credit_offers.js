import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What would let the order pass: one line and one button each; the button changes the order, nothing else. */
export class CreditOffers extends Component {
    static template = "sale_receivable.CreditOffers";
    static props = { ...standardFieldProps, wordsOnly: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ busy: false });
    }

    get offers() {
        return this.props.record.data[this.props.name] || { offers: [] };
    }

    /** The order itself stands behind the dialog: it is read again when that closes. */
    async take(code) {
        this.state.busy = true;
        try {
            const next = await this.orm.call("sale.order", "action_receivable_apply_offer", [[this.offers.order], code]);
            await this.action.doAction({ type: "ir.actions.act_window_close" });
            if (next && next.res_model !== "sale.order") {
                await this.action.doAction(next);
            }
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("credit_offers", {
    component: CreditOffers,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ wordsOnly: Boolean(options.words_only) }),
});
