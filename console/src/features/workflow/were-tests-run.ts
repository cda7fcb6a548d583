import type { WorkflowCheck } from '@switchyard/sdk'

/** Whether a check got as far as the tests in the document: in one with an error none is run, which says nothing of them. */
export function wereTestsRun({ problems }: WorkflowCheck): boolean {
  return problems.every((problem) => problem.severity !== 'error')
}
