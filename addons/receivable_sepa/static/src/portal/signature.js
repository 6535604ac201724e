import { SignatureForm } from "@portal/signature_form/signature_form";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { redirect } from "@web/core/utils/urls";
import { onMounted } from "@odoo/owl";

/** The portal's signature; it tells how it was made (drawn, typed) and which text it is under. */
export class MandateSignature extends SignatureForm {
    setup() {
        super.setup();
        if (!this.signature.name) {
            // with a name the frame is there from the start: it can be drawn in at once, and is ready for the first letter typed
            this.signature.name = " ";
            onMounted(() => (this.signature.name = ""));
        }
        this.nameAndSignatureProps.onSignatureChange = (mode) => (this.mode = mode);
    }

    async onClickSubmit() {
        if (this.sending) {
            return;
        }
        this.sending = true;
        this.state.error = false;
        const { redirect_url, error } = await rpc(this.props.callUrl, {
            name: this.signature.name,
            signature: this.signature.getSignatureImage().split(",")[1],
            mode: this.mode,
            text_hash: this.props.textHash,
        }).finally(() => (this.sending = false));
        if (redirect_url) {
            redirect(redirect_url);
        } else {
            this.state.error = error;
        }
    }
}

registry.category("public_components").add("receivable_sepa.signature", MandateSignature);
