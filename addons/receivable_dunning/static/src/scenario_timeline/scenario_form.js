import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** What saving would change tonight, in two lists, before anything is saved. */
class ScenarioChanges extends Component {
    static template = "receivable_dunning.ScenarioChanges";
    static components = { Dialog };
    static props = { more: Array, fewer: Array, answer: Function, close: Function };

    shown = 15;

    get sentence() {
        const { more, fewer } = this.props;
        return _t("From tonight: %(more)s messages more, %(fewer)s fewer.", { more: more.length, fewer: fewer.length });
    }

    told([payer, step]) {
        return _t("%(payer)s: %(step)s", { payer, step });
    }

    others(messages) {
        return _t("and %(count)s others", { count: messages.length - this.shown });
    }

    answer(save) {
        this.props.answer(save);
        this.props.close();
    }
}

export class ScenarioFormController extends FormController {
    /** Saving a scenario in use asks once, and only when tonight's messages would be others. */
    async onWillSaveRecord(record, changes) {
        if (!record.resId || !Object.keys(changes).length) {
            return true;
        }
        const { more, fewer } = await this.orm.call("dunning.scenario", "what_would_change", [[record.resId], changes]);
        if (!more.length && !fewer.length) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialogService.add(ScenarioChanges, { more, fewer, answer: resolve }, { onClose: () => resolve(false) });
        });
    }
}

registry.category("views").add("dunning_scenario_form", { ...formView, Controller: ScenarioFormController });
