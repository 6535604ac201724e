import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/**
 * What waits, by kind, above the list: a card toggles its filter. At the right how fresh the bank is and what last night sent.
 */
export class TodoStrip extends Component {
    static template = "receivable_dunning.TodoStrip";
    static props = { list: { type: Object } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ summary: { kinds: [] } });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
    }

    async load() {
        this.state.summary = await this.orm.call("receivable.todo", "summary", []);
    }

    get kindFilters() {
        return this.env.searchModel.getSearchItems((item) => item.name?.startsWith("kind_"));
    }

    isActive(kind) {
        return this.kindFilters.some((item) => item.name === `kind_${kind}` && item.isActive);
    }

    tone({ kind, tone, count }) {
        const word = count ? tone : "secondary";
        return `bg-${word}-subtle text-${word}-emphasis ${this.isActive(kind) ? "border border-2 border-primary" : "border"}`;
    }

    /** One kind at a time: a second click on the card shows everything again. */
    toggle(kind) {
        for (const item of this.kindFilters) {
            if (item.isActive !== (item.name === `kind_${kind}` && !item.isActive)) {
                this.env.searchModel.toggleSearchItem(item.id);
            }
        }
    }

    open(action) {
        this.action.doAction(action);
    }
}
