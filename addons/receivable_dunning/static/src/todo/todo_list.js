import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { openTodo } from "./open_todo";
import { TodoStrip } from "./todo_strip";

export class TodoListRenderer extends ListRenderer {
    static template = "receivable_dunning.TodoListRenderer";
    static components = { ...ListRenderer.components, TodoStrip };
}

export class TodoListController extends ListController {
    async openRecord(record) {
        return openTodo(this.actionService, this.model.root, record);
    }
}

registry.category("views").add("receivable_todo_list", {
    ...listView,
    Controller: TodoListController,
    Renderer: TodoListRenderer,
});
