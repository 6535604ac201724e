import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const TONES = { A: "success", B: "success", C: "info", D: "warning", E: "danger" };
const TRENDS = {
    up: { arrow: "↗", word: _t("rising") },
    flat: { arrow: "→", word: _t("steady") },
    down: { arrow: "↘", word: _t("falling") },
};

/** Grade, points and trend in one badge: "C 66 →"; the trend's word is in the title. */
export class PayerGradeField extends Component {
    static template = "receivable.PayerGradeField";
    static props = { ...standardFieldProps };

    get grade() {
        return this.props.record.data[this.props.name] || "N";
    }

    get tone() {
        return TONES[this.grade] ? `text-bg-${TONES[this.grade]}` : "text-bg-300";
    }

    get text() {
        const { points } = this.props.record.data;
        return this.grade === "N" ? "N" : `${this.grade} ${points} ${this.trend.arrow}`;
    }

    get title() {
        if (this.grade === "N") {
            return _t("New: too few payments known");
        }
        const { points } = this.props.record.data;
        return _t("%(points)s points of 100, %(trend)s", { points, trend: this.trend.word });
    }

    get trend() {
        return TRENDS[this.props.record.data.trend] || TRENDS.flat;
    }
}

registry.category("fields").add("payer_grade", {
    component: PayerGradeField,
    displayName: _t("Grade of a payer"),
    supportedTypes: ["selection", "char"],
    fieldDependencies: [
        { name: "points", type: "integer" },
        { name: "trend", type: "selection" },
    ],
});
