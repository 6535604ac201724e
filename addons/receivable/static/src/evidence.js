import { useService } from "@web/core/utils/hooks";

/**
 * Opens the records that a figure or a reason rests on. The server chooses the view,
 * so that move lines open as open items and a single invoice as its form.
 */
export function useEvidence() {
    const orm = useService("orm");
    const action = useService("action");
    return async (title, { model, domain }) => {
        const window = await orm.call("res.partner", "action_receivable_evidence", [title, model, domain]);
        return action.doAction(window);
    };
}
