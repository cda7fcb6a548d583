import type * as real from '../../../../server/modules/workflow/hold-workflow.ts'
import { exploredWorkflow } from '../explored-workflow.ts'
import { plantable } from '../planted.ts'
import { RowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/workflow/hold-workflow.ts'

const shareWorkflow = plantable('shareWorkflow', (tx: RowTx, workspaceId: string) =>
  tx.run(() => tx.share('workflow', workspaceId)),
)

/** Publications wait until nobody holds it; on PostgreSQL nothing comes between, for schedules are cut between transactions. */
export const holdWorkflow: typeof real.holdWorkflow = async (tx, context) => {
  const workflow = async () => exploredWorkflow()
  if (!(tx instanceof RowTx)) return workflow()
  await shareWorkflow(tx, context.workspace.id)
  tx.workflowVersion = exploredWorkflow().version
  return workflow()
}
