import { compileWorkflow, parseWorkflow, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { memoryKey } from '../../platform/memory.ts'
import { findCurrentNumber, findCurrentVersion, findPastHours, type WorkflowVersion } from './workflow-view.ts'

/** Another node's publication is noticed within this time even where nothing is written. */
const recheckMs = 1_000

interface Held {
  readonly snapshot: WorkflowSnapshot
  checkedAt: number
}

const held = memoryKey('workflow.held', () => new Map<string, Held>())

/** Nothing can be done in a workspace before its first workflow is published; to try again changes nothing. */
export class NoWorkflow extends AppError {
  constructor(workspace: string) {
    super('conflict', `Workspace ${workspace} has no published workflow.`, { reason: 'no_workflow' })
  }
}

/** The published workflow for lists of what it has, which are empty without one: null = there is none yet. */
export async function publishedWorkflow(context: Context): Promise<WorkflowSnapshot | null> {
  try {
    return await currentWorkflow(context)
  } catch (error) {
    if (error instanceof NoWorkflow) return null
    throw error
  }
}

/**
 * The workspace's published workflow, compiled; from memory but for one small query a second.
 * Throws `conflict` (NoWorkflow) in a workspace without a workflow.
 */
export async function currentWorkflow(context: Context): Promise<WorkflowSnapshot> {
  const present = heldFor(context)
  if (present === null) return loadFirst(context)
  const now = performance.now()
  if (now - present.checkedAt < recheckMs) return present.snapshot
  present.checkedAt = now
  const current = await context.read((tx) => findCurrentNumber(tx, context.workspace.id))
  return current === present.snapshot.version ? present.snapshot : reloadWorkflow(context)
}

/** The snapshot in memory when it is of this very version. */
export function rememberedWorkflow(context: Context, version: number): WorkflowSnapshot | null {
  const present = heldFor(context)
  if (present?.snapshot.version !== version) return null
  present.checkedAt = performance.now()
  return present.snapshot
}

/** Reads and compiles the version in force, whatever is in memory. */
export async function reloadWorkflow(context: Context): Promise<WorkflowSnapshot> {
  return compile(context, await readCurrent(context))
}

/**
 * Of all who find nothing in memory at once, the first to have read it compiles it for all. Each reads for itself: a
 * call inside a transaction that waited for another's read would keep from it the connection it may be waiting for.
 */
async function loadFirst(context: Context): Promise<WorkflowSnapshot> {
  const current = await readCurrent(context)
  const present = heldFor(context)
  return present !== null && present.snapshot.version >= current.version ? present.snapshot : compile(context, current)
}

function heldFor(context: Context): Held | null {
  return context.memory.of(held).get(context.workspace.id) ?? null
}

interface VersionInForce extends WorkflowVersion {
  readonly pastHours: Awaited<ReturnType<typeof findPastHours>>
}

/** Past hours are read with the version that ended the last of them: both are written in one transaction. */
async function readCurrent(context: Context): Promise<VersionInForce> {
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const pastHours = await findPastHours(tx, workspaceId)
    const current = await findCurrentVersion(tx, workspaceId)
    if (current !== null) return { ...current, pastHours }
    throw new NoWorkflow(context.workspace.slug)
  })
}

/** Makes a published version ready to route by; nothing of it is remembered. */
export function compileVersion(
  context: Context,
  { document: text, version, pastHours }: Pick<VersionInForce, 'document' | 'version' | 'pastHours'>,
): WorkflowSnapshot {
  const { document, locate } = parseWorkflow(text)
  if (document === null) throw new Error(`Published workflow ${version} of ${context.workspace.slug} does not parse.`)
  return compileWorkflow(document, version, locate, pastHours)
}

function compile(context: Context, current: VersionInForce): WorkflowSnapshot {
  const snapshot = compileVersion(context, current)
  context.memory.of(held).set(context.workspace.id, { snapshot, checkedAt: performance.now() })
  return snapshot
}
