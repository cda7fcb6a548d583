import { compileWorkflow, parseWorkflow, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { memoryKey } from '../../platform/memory.ts'
import { findCurrentNumber, findCurrentVersion } from './workflow-view.ts'

/** Another node's publication is noticed within this time even where nothing is written. */
const recheckMs = 1_000

interface Held {
  readonly snapshot: WorkflowSnapshot
  checkedAt: number
}

const held = memoryKey('workflow.held', () => new Map<string, Held>())

/**
 * The workspace's published workflow, compiled; from memory but for one small query a second.
 * Throws `unavailable` in a workspace without a workflow.
 */
export async function currentWorkflow(context: Context): Promise<WorkflowSnapshot> {
  const all = context.memory.of(held)
  const present = all.get(context.workspace.id)
  const now = performance.now()
  if (present !== undefined && now - present.checkedAt < recheckMs) return present.snapshot
  if (present !== undefined) {
    present.checkedAt = now
    const current = await context.read((tx) => findCurrentNumber(tx, context.workspace.id))
    if (current === present.snapshot.version) return present.snapshot
  }
  return reloadWorkflow(context)
}

/** Reads and compiles the version in force, whatever is in memory. */
export async function reloadWorkflow(context: Context): Promise<WorkflowSnapshot> {
  const current = await context.read((tx) => findCurrentVersion(tx, context.workspace.id))
  if (current === null)
    throw new AppError('unavailable', `Workspace ${context.workspace.slug} has no published workflow.`)
  const { document, locate } = parseWorkflow(current.document)
  if (document === null)
    throw new Error(`Published workflow ${current.version} of ${context.workspace.slug} does not parse.`)
  const snapshot = compileWorkflow(document, current.version, locate)
  context.memory.of(held).set(context.workspace.id, { snapshot, checkedAt: performance.now() })
  return snapshot
}
