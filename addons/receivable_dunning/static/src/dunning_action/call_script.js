import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The call: what to say in order, and behind a click the answer to what they may say. */
export class CallScriptField extends Component {
    static template = "receivable_dunning.CallScript";
    static props = { ...standardFieldProps };

    get script() {
        return this.props.record.data[this.props.name] || [];
    }

    get lines() {
        return this.script.filter((line) => !line.outcome);
    }

    get answers() {
        return this.script.filter((line) => line.outcome);
    }
}

registry.category("fields").add("call_script", { component: CallScriptField, supportedTypes: ["json"] });
