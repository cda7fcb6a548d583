export { rolloutMeasures } from '../../core/workflow/index.ts'
export { getRollout, heldRollouts, type ShownRollout } from './get-rollout.ts'
export { type PublishedWorkflow, publishWorkflow } from './publish-workflow.ts'
export { returnIfWorse } from './return-if-worse.ts'
