import { registry } from "@web/core/registry";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { FileUploader } from "@web/views/fields/file_handler";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** The list of bank files: a file dropped on it, or chosen by its button, is read and its table opens. */
export class ReturnFilesController extends ListController {
    static components = { ...ListController.components, FileUploader };

    setup() {
        super.setup();
        this.orm = useService("orm");
        useDropzone(this.rootRef, (event) => this.onDrop(event));
    }

    async onDrop(event) {
        for (const file of event.dataTransfer.files) {
            const data = (await getDataURLFromFile(file)).split(",")[1];
            await this.read({ name: file.name, data });
        }
    }

    async read({ name, data }) {
        const action = await this.orm.call("sepa.return.file", "action_read", [name, data || ""]);
        await this.actionService.doAction(action);
    }
}

registry.category("views").add("sepa_return_files", {
    ...listView,
    Controller: ReturnFilesController,
    buttonTemplate: "receivable_sepa.ReturnFiles.Buttons",
});
