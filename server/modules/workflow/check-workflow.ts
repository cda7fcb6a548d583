import {
  compileWorkflow,
  type EmbeddedTestResult,
  lintRollout,
  lintWorkflow,
  parseWorkflow,
  runEmbeddedTests,
  type WorkflowProblem,
  type WorkflowSnapshot,
  withRollout,
} from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { readBefore } from './current-workflow.ts'

/** What a document would be: its faults with their places, and what its own tests say. */
export interface WorkflowCheck {
  readonly problems: readonly WorkflowProblem[]
  readonly tests: readonly EmbeddedTestResult[]
  /** True when it may be published: no error and no failing test. */
  readonly isPublishable: boolean
  readonly snapshot: WorkflowSnapshot | null
}

/** A document that nothing speaks against but, maybe, what is in use. */
export interface PublishableWorkflow extends WorkflowCheck {
  readonly snapshot: WorkflowSnapshot
}

/** Throws `workflow_invalid`, with what is wrong, for a document that may not be published. */
export async function requirePublishable(context: Context, text: string): Promise<PublishableWorkflow> {
  const check = await examineWorkflow(context, text)
  const { snapshot } = check
  if (snapshot !== null && check.isPublishable) return { ...check, snapshot }
  throw new AppError('workflow_invalid', 'The document has errors or failing tests and was not published.', {
    problems: check.problems,
    tests: check.tests.filter((test) => !test.passed),
  })
}

/** Parses, lints and tests a document without keeping it. */
export async function examineWorkflow(context: Context, text: string): Promise<WorkflowCheck> {
  const { document, locate, ...parsed } = parseWorkflow(text)
  if (document === null) return { problems: parsed.problems, tests: [], isPublishable: false, snapshot: null }
  const before = await readBefore(context, document)
  const problems = [...parsed.problems, ...lintWorkflow(document, locate), ...lintRollout(document, before, locate)]
  if (problems.some((problem) => problem.severity === 'error')) {
    return { problems, tests: [], isPublishable: false, snapshot: null }
  }
  const compiled = compileWorkflow(document, 0, locate)
  const snapshot = before === null ? compiled : withRollout(compiled, before)
  const tests = runEmbeddedTests(snapshot)
  return { problems, tests, isPublishable: tests.every((test) => test.passed), snapshot }
}

/** Checks a document for its author. */
export async function checkWorkflow(context: Context, input: { document: string }): Promise<WorkflowCheck> {
  requirePermission(context, 'workflow:read')
  return examineWorkflow(context, input.document)
}
