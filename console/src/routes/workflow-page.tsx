import { WorkflowScreen } from '../features/workflow/workflow-screen.tsx'

/** `/workflow`. */
export function WorkflowPage() {
  return <WorkflowScreen />
}
