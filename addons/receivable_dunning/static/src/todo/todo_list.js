import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { TodoStrip } from "./todo_strip";

export class TodoListRenderer extends ListRenderer {
    static template = "receivable_dunning.TodoListRenderer";
    static components = { ...ListRenderer.components, TodoStrip };
}

/** A row opens its own record; the pager then goes through the rows of the same kind of record, in the order of the list. */
export class TodoListController extends ListController {
    async openRecord(record) {
        const { res_model: resModel, res_id: reference } = record.data;
        const rows = this.rows(this.model.root).filter((row) => row.data.res_model === resModel);
        return this.actionService.doAction(
            { type: "ir.actions.act_window", res_model: resModel, res_id: reference.resId, views: [[false, "form"]], context: { from_todo: true } },
            { props: { resIds: rows.map((row) => row.data.res_id.resId) } }
        );
    }

    rows(list) {
        return list.isGrouped ? list.groups.flatMap((group) => this.rows(group.list)) : list.records;
    }
}

registry.category("views").add("receivable_todo_list", {
    ...listView,
    Controller: TodoListController,
    Renderer: TodoListRenderer,
});
