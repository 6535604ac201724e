import { onWillStart } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

const BEFORE = 0;
const AFTER = 1;
const PAID = 2;
const ICONS = { email: "fa-envelope-o", letter: "fa-file-text-o", call: "fa-phone", decision: "fa-balance-scale" };

/**
 * The steps of a scenario on one line from before the due date to thanks, above the ordinary list of the same records.
 * The line shows days, not ranks: a firmer step on an earlier day is seen at once. A step opens in a dialog.
 */
export class ScenarioTimeline extends X2ManyField {
    static template = "receivable_dunning.ScenarioTimeline";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.readyMade = [];
        onWillStart(async () => {
            if (!this.list.count) {
                this.readyMade = await this.orm.call("dunning.scenario", "ready_made", []);
            }
        });
    }

    /** Steps in the order of their days; a step counted from the one before stands after it. */
    get steps() {
        const ladder = this.list.records.map((record) => this.step(record)).sort((a, b) => a.band - b.band || a.severity - b.severity);
        let day = 0;
        for (const step of ladder) {
            step.day = step.trigger === "previous" ? day + step.offset : step.offset;
            day = step.day;
        }
        return ladder.sort((a, b) => a.band - b.band || a.day - b.day);
    }

    step(record) {
        const data = record.data;
        const band = data.trigger === "paid" ? PAID : data.trigger === "due" && data.offset < 0 ? BEFORE : AFTER;
        return {
            key: record.id,
            record,
            band,
            name: data.name || _t("New step"),
            trigger: data.trigger,
            offset: data.offset,
            severity: data.severity,
            dayLabel: this.dayLabel(data),
            approve: data.release === "approve",
            release: this.label(record, "release"),
            withEmail: this.channels(record, "channel", data.also_letter),
            withoutEmail: this.channels(record, "channel_without_email", false),
            minimum: data.minimum ? formatFloat(data.minimum, { digits: [16, 0] }) : "",
        };
    }

    dayLabel({ trigger, offset }) {
        const days = offset < 0 ? `\u2212${-offset}` : `+${offset}`;
        if (trigger === "paid") {
            return _t("paid %(days)s", { days });
        }
        return trigger === "previous" ? _t("then %(days)s", { days }) : _t("D%(days)s", { days });
    }

    label(record, name) {
        const value = record.data[name];
        return record.fields[name].selection.find(([key]) => key === value)?.[1] || "";
    }

    /** What reaches the payer by one column: icon and word for each. */
    channels(record, name, alsoLetter) {
        const channel = record.data[name];
        if (!channel) {
            return [];
        }
        const found = [{ icon: ICONS[channel], word: this.label(record, name) }];
        if (channel === "letter" && record.data.registered) {
            found[0].word = _t("Registered");
        }
        if (alsoLetter && channel === "email") {
            found.push({ icon: ICONS.letter, word: _t("Letter") });
        }
        return found;
    }

    /** The due date stands between the steps before and after it. */
    isFirstAfter(steps, index) {
        return steps[index].band > BEFORE && (index === 0 || steps[index - 1].band === BEFORE);
    }

    openStep(step) {
        this._openRecord({ record: step.record, context: this.props.context, readonly: this.props.readonly });
    }

    addStep() {
        const last = Math.max(0, ...this.list.records.filter((r) => r.data.severity < 7).map((r) => r.data.severity));
        const day = Math.max(0, ...this.list.records.filter((r) => r.data.trigger === "due").map((r) => r.data.offset));
        this._openRecord({ context: { ...this.props.context, default_severity: Math.min(last + 1, 6), default_offset: day + 10 } });
    }

    stepsText(count) {
        return _t("%(count)s steps", { count });
    }

    async startFrom(scenario) {
        this.action.doAction(await this.orm.call("dunning.scenario", "action_duplicate", [[scenario.id]]), { stackPosition: "replaceCurrentAction" });
    }
}

registry.category("fields").add("scenario_timeline", { ...x2ManyField, component: ScenarioTimeline });
