import { onWillStart } from "@odoo/owl";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { useService } from "@web/core/utils/hooks";
import { FileUploader } from "@web/views/fields/file_handler";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** Lists of returns: a bank file dropped on them, or chosen by the button, is read and its table opens. */
export class ReturnFilesController extends ListController {
    static components = { ...ListController.components, FileUploader };

    setup() {
        super.setup();
        this.orm = useService("orm");
        onWillStart(async () => {
            this.mayRead = await user.hasGroup("receivable_sepa.group_sepa_manager");
        });
        useDropzone(this.rootRef, (event) => this.onDrop(event), "", () => this.mayRead);
    }

    async onDrop(event) {
        const [file] = event.dataTransfer.files;
        if (file) {
            await this.read({ name: file.name, data: (await getDataURLFromFile(file)).split(",")[1] });
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
