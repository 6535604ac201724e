import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What is known and checked of a new customer; each line that is missing opens where it is filled in. */
export class PayerChecklist extends Component {
    static template = "receivable.PayerChecklist";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    async open(code) {
        const { resModel, resId } = this.props.record;
        await this.action.doAction(await this.orm.call(resModel, "action_receivable_checklist", [[resId], code]));
    }
}

registry.category("fields").add("payer_checklist", { component: PayerChecklist, supportedTypes: ["json"] });
