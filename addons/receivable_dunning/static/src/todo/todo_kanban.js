import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { openTodo } from "./open_todo";
import { TodoStrip } from "./todo_strip";

export class TodoKanbanRenderer extends KanbanRenderer {
    static template = "receivable_dunning.TodoKanbanRenderer";
    static components = { ...KanbanRenderer.components, TodoStrip };
}

/** To do on a phone: one card per row, the same strip above. */
export class TodoKanbanController extends KanbanController {
    setup() {
        super.setup();
        this.actionService = useService("action");
    }

    async openRecord(record) {
        return openTodo(this.actionService, this.model.root, record);
    }
}

registry.category("views").add("receivable_todo_kanban", {
    ...kanbanView,
    Controller: TodoKanbanController,
    Renderer: TodoKanbanRenderer,
});
