import type * as real from '../../../../server/modules/workflow/current-workflow.ts'
import { exploredWorkflow } from '../explored-workflow.ts'

export * from '../../../../server/modules/workflow/current-workflow.ts'

/** One workflow for all schedules, compiled once and read without a transaction. */
export const currentWorkflow: typeof real.currentWorkflow = async () => exploredWorkflow()

export const reloadWorkflow: typeof real.reloadWorkflow = async () => exploredWorkflow()
