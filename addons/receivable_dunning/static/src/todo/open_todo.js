/** A row opens its own record; the pager then goes through the rows of the same kind of record, in the order of the list. */
export function openTodo(actionService, list, record) {
    const { res_model: resModel, res_id: reference } = record.data;
    const rows = rowsOf(list).filter((row) => row.data.res_model === resModel);
    return actionService.doAction(
        { type: "ir.actions.act_window", res_model: resModel, res_id: reference.resId, views: [[false, "form"]], context: { from_todo: true } },
        { props: { resIds: rows.map((row) => row.data.res_id.resId) } }
    );
}

function rowsOf(list) {
    return list.isGrouped ? list.groups.flatMap((group) => rowsOf(group.list)) : list.records;
}
