import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * A row of counted words from a JSON field: `[{label, count, open: [method, ...args], tone, join}]`.
 * Every figure opens its rows: `open` is a method of the record that answers with an action.
 */
export class FiguresField extends Component {
    static template = "receivable_dunning.Figures";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get figures() {
        return this.props.record.data[this.props.name] || [];
    }

    tone(figure) {
        const tone = figure.count ? figure.tone || "info" : "secondary";
        return `bg-${tone}-subtle text-${tone}-emphasis`;
    }

    async open(figure) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const [method, ...args] = figure.open;
        this.action.doAction(await this.orm.call(record.resModel, method, [[record.resId], ...args]));
    }
}

registry.category("fields").add("dunning_figures", { component: FiguresField, supportedTypes: ["json"] });
