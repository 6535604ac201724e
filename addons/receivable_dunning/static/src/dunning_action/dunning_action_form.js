import { useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const UNDO_DELAY = 15000; // milliseconds

/**
 * One message at a time. Once a decision was taken (by a button, a dialog, a call's outcome), the next message slides in and the
 * primary button has the focus again; after the last one the list comes back, if it came from one. A message to send can be taken back until it leaves.
 */
export class DunningActionFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
        this.shown = {};
        useEffect(
            (resId, standing) => {
                const decided = this.shown.resId === resId && this.shown.waits && this.shown.standing !== standing;
                this.shown = { resId, standing, waits: this.model.root.data.waits_for };
                if (decided) {
                    this.tellLeaving(resId);
                    this.slide(resId);
                }
            },
            () => [this.model.root.resId, this.standing]
        );
    }

    /** What a decision changes: the state, the day, or what the message waits for. */
    get standing() {
        const { state, waits_for: waitsFor, date } = this.model.root.data;
        return [state, waitsFor, date?.toISODate?.()].join();
    }

    /** "Leaves at 09:30", with the way back. */
    tellLeaving(resId) {
        const { state, leaves_text: text } = this.model.root.data;
        if (state !== "approved" || !text) {
            return;
        }
        const close = this.notification.add(text, {
            type: "success",
            autocloseDelay: UNDO_DELAY,
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: async () => {
                        close();
                        await this.orm.call("dunning.action", "action_undo", [[resId]]);
                        await this.model.load({ resId, resIds: [resId, ...this.model.root.resIds.filter((id) => id !== resId)] });
                    },
                },
            ],
        });
    }

    focusPrimary() {
        this.rootRef.el?.querySelector(".o_form_statusbar .btn-primary, .o_dunning_outcomes .btn-primary")?.focus();
    }

    async slide(resId) {
        const { resIds } = this.model.root;
        const next = resIds[resIds.indexOf(resId) + 1];
        if (!next) {
            if (resIds.length > 1 || this.props.context.from_todo) {
                this.env.config.historyBack();
            }
            return;
        }
        await this.model.load({ resId: next, resIds: resIds.filter((id) => id !== resId) });
        // the buttons are free again one frame after the decision that disabled them
        browser.requestAnimationFrame(() => browser.setTimeout(() => this.focusPrimary()));
    }
}

registry.category("views").add("dunning_action_form", { ...formView, Controller: DunningActionFormController });
