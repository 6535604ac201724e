import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { utils } from "@web/core/ui/ui_service";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { CreditPanel } from "./credit_panel";

const LOOKS = {
    clear: { word: _t("Clear"), icon: "fa-check-circle", tone: "success" },
    watch: { word: _t("Watch"), icon: "fa-eye", tone: "warning" },
    hold: { word: _t("Hold"), icon: "fa-pause-circle", tone: "danger" },
};

/** The verdict in lists and cards: icon, word and colour; the reason is its sentence. */
export class CreditBadge extends Component {
    static template = "sale_receivable.CreditBadge";
    static props = { ...standardFieldProps };

    get look() {
        return LOOKS[this.props.record.data[this.props.name]];
    }

    get reason() {
        return this.props.record.data.receivable_reason || "";
    }

    get sentence() {
        return this.reason ? _t("%(word)s: %(reason)s", { word: this.look.word, reason: this.reason }) : this.look.word;
    }
}

/** The verdict on a form: the badge and its reason in one line, the whole picture one tap away. */
export class CreditLine extends CreditBadge {
    static template = "sale_receivable.CreditLine";

    setup() {
        this.popover = usePopover(CreditPanel, {
            position: "bottom-start",
            popoverClass: "o_credit_popover",
            useBottomSheet: utils.isSmall(),
        });
    }

    get panel() {
        return this.props.record.data.receivable_panel;
    }

    open(ev) {
        this.popover.open(ev.currentTarget, { panel: this.panel, reasons: this.props.record.data.receivable_reasons || [] });
    }
}

const REASON = { name: "receivable_reason", type: "char" };

registry.category("fields").add("credit_badge", {
    component: CreditBadge,
    displayName: _t("Credit verdict"),
    supportedTypes: ["selection"],
    fieldDependencies: [REASON],
});

registry.category("fields").add("credit_line", {
    component: CreditLine,
    displayName: _t("Credit verdict with its reasons"),
    supportedTypes: ["selection"],
    fieldDependencies: [REASON, { name: "receivable_panel", type: "json" }],
});
