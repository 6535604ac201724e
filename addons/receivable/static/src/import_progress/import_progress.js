import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";

const EVERY_SECOND = 1000;

/** Looks at the record again, second by second, as long as the import runs. */
export class ImportProgress extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => this.wait());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    wait() {
        this.timer = browser.setTimeout(() => this.look(), EVERY_SECOND);
    }

    async look() {
        if (this.props.record.data.state === "running") {
            await this.props.record.load();
        }
        this.wait();
    }
}

registry.category("view_widgets").add("receivable_import_progress", { component: ImportProgress });
