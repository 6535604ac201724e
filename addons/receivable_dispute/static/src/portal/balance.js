import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { _t } from "@web/core/l10n/translation";

/** Adds up the ticked invoices of one company and currency; without it the page works, the next one tells the sum. */
export class ReceivableBlock extends Interaction {
    static selector = ".o_receivable_block";
    dynamicContent = {
        "input[name=item]": { "t-on-change": this.addUp },
        ".o_receivable_copy": { "t-on-click.withTarget": this.copyReference },
        ".o_receivable_pay, .o_receivable_promise": { "t-att-disabled": () => this.ticked.length === 0 },
        ".o_receivable_none": { "t-att-class": () => ({ "d-none": this.ticked.length > 0 }) },
    };

    start() {
        this.addUp();
    }

    get ticked() {
        return [...this.el.querySelectorAll("input[name=item]:checked")];
    }

    addUp() {
        const scale = 10 ** this.el.dataset.digits;
        const total = this.ticked.reduce((sum, box) => sum + Math.round(box.dataset.amount * scale), 0) / scale;
        for (const place of this.el.querySelectorAll(".o_receivable_total")) {
            place.textContent = this.written(total);
        }
    }

    /** The amount as the server writes it: the reader's separators, the symbol on its side. */
    written(amount) {
        const { symbol, before, decimal, thousands, digits } = this.el.dataset;
        const [whole, cents] = amount.toFixed(digits).split(".");
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
        const number = cents ? grouped + decimal + cents : grouped;
        return before ? `${symbol}\u00a0${number}` : `${number}\u00a0${symbol}`;
    }

    async copyReference(ev, button) {
        await browser.navigator.clipboard.writeText(this.el.querySelector(".o_receivable_reference").textContent);
        button.textContent = _t("Copied");
    }
}

registry.category("public.interactions").add("receivable_dispute.block", ReceivableBlock);
