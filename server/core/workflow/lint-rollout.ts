import type { WorkflowDocument } from './document.ts'
import { fault, type Finding, placeFindings } from './finding.ts'
import { lintWorkflow } from './lint-workflow.ts'
import type { Locate, Problem } from './problem.ts'
import { nowhere } from './problem.ts'

const path = ['routing', 'rollout', 'from']

/**
 * What keeps the queues of version `from` from standing in this document; `before` is that version's document, null where
 * no such one was published. Nothing of a document that rolls nothing out.
 */
export function lintRollout(
  document: WorkflowDocument,
  before: WorkflowDocument | null,
  locate: Locate = nowhere,
): readonly Problem[] {
  const { rollout } = document.routing
  if (rollout === undefined) return []
  return placeFindings(findingsOf(document, before, rollout.from), locate)
}

function findingsOf(document: WorkflowDocument, before: WorkflowDocument | null, from: number): readonly Finding[] {
  if (before === null) return [fault('unknown_version', path, `No version ${from} that could be read was published.`)]
  const own = new Set(Object.keys(document.routing.queues))
  const differing = [...own.symmetricDifference(new Set(Object.keys(before.routing.queues)))]
  if (differing.length > 0) {
    const message = `Version ${from} and this document have the same queues, but not: ${differing.join(', ')}.`
    return [fault('rollout_queues_differ', path, message)]
  }
  const mixed = { ...document, routing: { ...document.routing, queues: before.routing.queues } }
  const known = new Set(errorsOf(document).map(nameOf))
  return errorsOf(mixed)
    .filter((problem) => !known.has(nameOf(problem)))
    .map(({ code, pointer, message }) => fault(code, path, `By version ${from}, ${pointer}: ${message}`))
}

function errorsOf(document: WorkflowDocument): readonly Problem[] {
  return lintWorkflow(document).filter(({ severity }) => severity === 'error')
}

function nameOf({ code, pointer }: Problem): string {
  return `${code} ${pointer}`
}
