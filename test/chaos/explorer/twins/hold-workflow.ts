import type * as real from '../../../../server/modules/workflow/hold-workflow.ts'
import { exploredWorkflow } from '../explored-workflow.ts'

export * from '../../../../server/modules/workflow/hold-workflow.ts'

/** Nothing explored publishes one. */
export const holdWorkflow: typeof real.holdWorkflow = async () => exploredWorkflow()
