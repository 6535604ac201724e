import { Component } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

class RankReasons extends Component {
    static template = "receivable_dunning.RankReasons";
    static props = { reasons: Array, close: { type: Function, optional: true } };
}

/** Rank points; hover or Enter tells what they are made of. */
export class RankField extends Component {
    static template = "receivable_dunning.Rank";
    static props = { ...standardFieldProps };

    setup() {
        this.popover = usePopover(RankReasons, { position: "left" });
    }

    get reasons() {
        return (this.props.record.data.rank_why || "").split(" · ").filter(Boolean);
    }

    open(ev) {
        this.popover.open(ev.currentTarget, { reasons: this.reasons });
    }
}

registry.category("fields").add("todo_rank", {
    component: RankField,
    supportedTypes: ["integer", "float"],
    fieldDependencies: [{ name: "rank_why", type: "char" }],
});
