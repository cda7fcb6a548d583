export {
  checkWorkflow,
  examineWorkflow,
  requirePublishable,
  type PublishableWorkflow,
  type WorkflowCheck,
} from './check-workflow.ts'
export { currentWorkflow, reloadWorkflow } from './current-workflow.ts'
export { publishMarket } from './publish-market.ts'
export { holdWorkflow, lockWorkflow } from './hold-workflow.ts'
export { getWorkflow, listWorkflowVersions } from './read-workflow.ts'
export { moveWorkflow, publishedMeanwhile, recordVersion } from './record-version.ts'
export { requireKnownWords } from './require-known-words.ts'
export { listPresenceReasons, requireCalendar, requirePresenceReason } from './require-listed.ts'
export { takeNumbers } from './workflow-store.ts'
export type { WorkflowVersion } from './workflow-view.ts'
