import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What would let the order pass: one line and one button each; the button changes the order, nothing else. */
export class CreditOffers extends Component {
    static template = "sale_receivable.CreditOffers";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ busy: false });
    }

    get offers() {
        return this.props.record.data[this.props.name] || { offers: [] };
    }

    /** In a dialog the order behind it is read again when it closes; on a form the record itself is. */
    async take(code) {
        this.state.busy = true;
        try {
            const next = await this.orm.call("sale.order", "action_receivable_apply_offer", [[this.offers.order], code]);
            if (this.env.inDialog || next) {
                await this.action.doAction(next || { type: "ir.actions.act_window_close" });
            } else {
                await this.props.record.load();
            }
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("credit_offers", { component: CreditOffers, supportedTypes: ["json"] });
