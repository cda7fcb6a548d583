import {
  compileWorkflow,
  type ParsedWorkflow,
  parseWorkflow,
  type WorkflowDocument,
  type WorkflowSnapshot,
  withRollout,
} from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { memoryKey } from '../../platform/memory.ts'
import {
  findCurrentNumber,
  findCurrentVersion,
  findPastHours,
  findVersion,
  type WorkflowVersion,
} from './workflow-view.ts'

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
  return keep(context, await compileVersion(context, await readCurrent(context)))
}

/**
 * Of all who find nothing in memory at once, the first to have read it compiles it for all. Each reads for itself: a
 * call inside a transaction that waited for another's read would keep from it the connection it may be waiting for.
 */
async function loadFirst(context: Context): Promise<WorkflowSnapshot> {
  const current = await readCurrent(context)
  const known = heldFrom(context, current.version)
  if (known !== null) return known
  const parts = readParts(context, current)
  if (parts.document.routing.rollout === undefined) return keep(context, compileParts(parts, null))
  const before = await readBefore(context, parts.document)
  return heldFrom(context, current.version) ?? keep(context, compileParts(parts, before))
}

/** The snapshot in memory when it is of this version or of a later one. */
function heldFrom(context: Context, version: number): WorkflowSnapshot | null {
  const present = heldFor(context)
  return present !== null && present.snapshot.version >= version ? present.snapshot : null
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

type StoredVersion = Pick<VersionInForce, 'document' | 'version' | 'pastHours'>

/** A version read as far as that needs no other one. */
interface Parts extends ParsedWorkflow, Pick<StoredVersion, 'version' | 'pastHours'> {
  readonly document: WorkflowDocument
}

/** Makes a published version ready to route by; nothing of it is remembered. */
export async function compileVersion(context: Context, stored: StoredVersion): Promise<WorkflowSnapshot> {
  const parts = readParts(context, stored)
  return compileParts(parts, await readBefore(context, parts.document))
}

function readParts(context: Context, { document: text, version, pastHours }: StoredVersion): Parts {
  const { document, ...parsed } = parseWorkflow(text)
  if (document === null) throw new Error(`Published workflow ${version} of ${context.workspace.slug} does not parse.`)
  return { ...parsed, document, version, pastHours }
}

function compileParts({ document, version, locate, pastHours }: Parts, before: WorkflowDocument | null) {
  const workflow = compileWorkflow(document, version, locate, pastHours)
  return before === null ? workflow : withRollout(workflow, before)
}

/**
 * The document by whose queues the tasks outside a roll-out wait; null = nothing is rolled out, or no such one can be read,
 * which whoever looks at the roll-out is told.
 */
export async function readBefore(context: Context, { routing }: WorkflowDocument): Promise<WorkflowDocument | null> {
  const { rollout } = routing
  if (rollout === undefined) return null
  const before = await context.read((tx) => findVersion(tx, context.workspace.id, rollout.from))
  return before === null ? null : parseWorkflow(before.document).document
}

/** A reading that began before a publication leaves what came of that in memory. */
function keep(context: Context, snapshot: WorkflowSnapshot): WorkflowSnapshot {
  if (heldFrom(context, snapshot.version + 1) !== null) return snapshot
  context.memory.of(held).set(context.workspace.id, { snapshot, checkedAt: performance.now() })
  return snapshot
}
