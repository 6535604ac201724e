import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Is it paid? The payment and the items that it may pay, side by side; what they have in common is bold. */
export class SightField extends Component {
    static template = "receivable_dunning.Sight";
    static props = { ...standardFieldProps };

    get sight() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("dunning_sight", { component: SightField, supportedTypes: ["json"] });
