export { type PublishedWorkflow, publishWorkflow } from './publish-workflow.ts'
