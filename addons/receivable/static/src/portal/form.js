import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";

const PREFIX = "receivable-draft-";

/** Keeps what is typed in this tab until it has been sent, also when the login has expired meanwhile; files cannot be kept. */
export class ReceivableForm extends Interaction {
    static selector = ".o_receivable_form";
    dynamicContent = {
        _root: { "t-on-input": this.keep, "t-on-submit": this.sending },
    };

    setup() {
        this.key = PREFIX + this.el.dataset.draft;
    }

    start() {
        const faulty = this.el.querySelector("[aria-invalid], fieldset[aria-describedby] input");
        if (faulty) {
            faulty.focus();
        } else {
            this.restore();
        }
    }

    get fields() {
        return [...this.el.elements].filter((field) => field.name && !["hidden", "file", "submit"].includes(field.type));
    }

    keep() {
        if (this.el.dataset.draft) {
            const typed = this.fields.map((field) => [field.name, field.value, field.checked]);
            browser.sessionStorage.setItem(this.key, JSON.stringify(typed));
        }
    }

    restore() {
        const kept = this.el.dataset.draft && browser.sessionStorage.getItem(this.key);
        for (const [name, value, checked] of kept ? JSON.parse(kept) : []) {
            for (const field of this.fields.filter((one) => one.name === name)) {
                if (!["radio", "checkbox"].includes(field.type)) {
                    field.value = value;
                } else if (field.value === value) {
                    field.checked = checked;
                }
            }
        }
    }

    /** One tap sends once. */
    sending() {
        for (const button of this.el.querySelectorAll("button[type=submit]")) {
            this.waitForTimeout(() => (button.disabled = true), 0);
        }
    }
}

/** What was kept is forgotten once the server says that it has arrived. */
export class ReceivableSaid extends Interaction {
    static selector = ".o_receivable_portal:has([role=status])";

    start() {
        for (const key of Object.keys(browser.sessionStorage).filter((name) => name.startsWith(PREFIX))) {
            browser.sessionStorage.removeItem(key);
        }
    }
}

registry.category("public.interactions").add("receivable.form", ReceivableForm);
registry.category("public.interactions").add("receivable.said", ReceivableSaid);
