import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { Interaction } from "@web/public/interaction";

/** Tells while leaving the field that a digit is wrong; without it the page works, sending the form asks again. */
export class SepaIban extends Interaction {
    static selector = ".o_receivable_form .o_sepa_iban";
    dynamicContent = {
        _root: { "t-on-change": this.check },
    };

    async check() {
        const { fault, written } = await this.waitFor(rpc("/mandate/iban", { iban: this.el.value }));
        this.protectSyncAfterAsync(() => this.tell(fault, written))();
    }

    tell(fault, written) {
        const place = this.el.form.querySelector("#fault_iban");
        place.querySelector(".o_sepa_sentence").textContent = fault;
        place.classList.toggle("d-none", !fault);
        if (fault) {
            this.el.setAttribute("aria-invalid", "true");
        } else {
            this.el.removeAttribute("aria-invalid");
        }
        if (written) {
            this.el.value = written;
        }
    }
}

registry.category("public.interactions").add("receivable_sepa.iban", SepaIban);
