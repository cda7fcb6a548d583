import type { WorkflowDocument } from './document.ts'
import { doubt, fault, type Finding, placeFindings } from './finding.ts'
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
  const unlike = [...own].filter((slug) => isUnlike(document.routing.queues[slug], before.routing.queues[slug]))
  if (unlike.length > 0) {
    const message = `What "kind" and "automation" of a queue say holds before there is a task: they are not rolled out, and differ from version ${from} in: ${unlike.join(', ')}.`
    return [fault('rollout_queues_differ', path, message)]
  }
  const mixed = { ...document, routing: { ...document.routing, queues: before.routing.queues } }
  const known = new Set(errorsOf(document).map(nameOf))
  const errors = errorsOf(mixed)
    .filter((problem) => !known.has(nameOf(problem)))
    .map(({ code, pointer, message }) => fault(code, path, `By version ${from}, ${pointer}: ${message}`))
  return errors.length > 0 ? errors : takenBack(document, before, from)
}

type QueueOfDocument = WorkflowDocument['routing']['queues'][string]

function isUnlike(own: QueueOfDocument | undefined, before: QueueOfDocument | undefined): boolean {
  return own?.kind !== before?.kind || JSON.stringify(own?.automation) !== JSON.stringify(before?.automation)
}

/** A return publishes the earlier document whole. */
function takenBack(document: WorkflowDocument, before: WorkflowDocument, from: number): readonly Finding[] {
  const parts = (one: WorkflowDocument, rollout: unknown): Record<string, unknown> => ({
    ...one,
    routing: { ...one.routing, queues: null, rollout },
  })
  // A roll-out that the earlier document has would be on again.
  const [ours, theirs] = [parts(document, undefined), parts(before, before.routing.rollout)]
  const differing = Object.keys({ ...ours, ...theirs }).filter(
    (name) => JSON.stringify(ours[name]) !== JSON.stringify(theirs[name]),
  )
  if (differing.length === 0) return []
  const message = `A return publishes version ${from} whole, and would take back here: ${differing.join(', ')}.`
  return [doubt('rollout_returns_more', path, message)]
}

function errorsOf(document: WorkflowDocument): readonly Problem[] {
  return lintWorkflow(document).filter(({ severity }) => severity === 'error')
}

function nameOf({ code, pointer }: Problem): string {
  return `${code} ${pointer}`
}
