import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useEvidence } from "@receivable/evidence";

/** The score and what it is made of; "As of" computes it again from what was known on a past day. */
export class PayerScore extends Component {
    static template = "receivable.PayerScore";
    static components = { DateTimeInput };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.openEvidence = useEvidence();
        this.state = useState({ past: null });
        onWillUpdateProps(() => {
            this.state.past = null;
        });
    }

    get score() {
        return this.state.past || this.props.record.data[this.props.name] || { factors: [] };
    }

    get asOf() {
        return this.score.as_of ? deserializeDate(this.score.as_of) : luxon.DateTime.now();
    }

    get today() {
        return luxon.DateTime.now();
    }

    async onDay(day) {
        this.state.past = day
            ? await this.orm.call("res.partner", "receivable_score_on", [[this.props.record.resId], serializeDate(day)])
            : null;
    }
}

registry.category("fields").add("payer_score", {
    component: PayerScore,
    supportedTypes: ["json"],
});
