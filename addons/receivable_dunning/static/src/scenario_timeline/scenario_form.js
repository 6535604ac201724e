import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** What would leave because of the changes, before anything is saved. */
class ScenarioChanges extends Component {
    static template = "receivable_dunning.ScenarioChanges";
    static components = { Dialog };
    static props = { sentences: Array, when: String, rows: Array, answer: Function, close: Function };

    shown = 30;

    get others() {
        return _t("and %(count)s others", { count: this.props.rows.length - this.shown });
    }

    answer(save) {
        this.props.answer(save);
        this.props.close();
    }
}

export class ScenarioFormController extends FormController {
    /** Leaving the page saves nothing that nobody has seen the consequences of: the browser asks whether the changes may be lost. */
    beforeUnload(ev) {
        if (this.model.root.dirty) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }

    /** Saving a scenario in use asks once, and only when other messages would leave. */
    async onWillSaveRecord(record, changes) {
        if (!record.resId || !Object.keys(changes).length) {
            return true;
        }
        const told = await this.orm.call("dunning.scenario", "what_would_change", [[record.resId], changes]);
        if (!told.rows.length) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialogService.add(ScenarioChanges, { ...told, answer: resolve }, { onClose: () => resolve(false) });
        });
    }
}

registry.category("views").add("dunning_scenario_form", { ...formView, Controller: ScenarioFormController });
