import type { WorkflowCheck } from '@switchyard/sdk'
import { plural, t } from '../../ui/words/words.ts'

interface ApplyInput {
  isChanged: boolean
  /** The check of exactly the text on screen; null while it is not known. */
  check: WorkflowCheck | null
}

/** Why the document cannot be applied now, in words shown beside the button; null when it can. */
export function applyRefusal({ isChanged, check }: ApplyInput): string | null {
  if (!isChanged) return t('workflow.unchanged')
  if (check === null) return t('workflow.checking')
  const errors = check.problems.filter((problem) => problem.severity === 'error').length
  if (errors > 0) return plural('workflow.errors', errors)
  const failed = check.tests.filter((test) => !test.passed).length
  if (failed > 0) return t('workflow.testsFail', { failed, all: check.tests.length })
  return check.isPublishable ? null : t('workflow.notPublishable')
}
