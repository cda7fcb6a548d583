import { nameOfStatus, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { getWorkflow, reloadWorkflow } from '../workflow/index.ts'
import {
  type BrokenInvariant,
  findBrokenCalls,
  findBrokenEvents,
  findBrokenMaxima,
  findBrokenOffers,
} from './invariants-view.ts'
import { findBrokenMoves } from './move-invariants-view.ts'
import { findStranded, type WorkflowKeys } from './stranded-view.ts'

/** Broken invariants that one check names at most, of each sort. */
const mostNamed = 100

/**
 * Looks through a workspace for rows that break the invariants of tasks, offers, loads, calls and event numbers (domain.md, Task
 * and offer), for more work of a kind than its maximum lets an agent have, and for open work that the workflow in force
 * cannot place; empty is as it must be. It reads whole tables: for tests and `doctor`.
 */
export async function checkInvariants(context: Context): Promise<BrokenInvariant[]> {
  requirePermission(context, 'audit:read')
  const found = await context.read((tx) =>
    Promise.all([
      findBrokenOffers(tx, context.workspace.id, mostNamed),
      findBrokenCalls(tx, context.workspace.id, mostNamed),
      findBrokenMoves(tx, context.workspace.id, mostNamed),
      findBrokenEvents(tx, context.workspace.id, mostNamed),
    ]),
  )
  return [...found.flat(), ...(await findBrokenByWorkflow(context))]
}

async function findBrokenByWorkflow(context: Context): Promise<BrokenInvariant[]> {
  if ((await getWorkflow(context)) === null) return []
  const workflow = await reloadWorkflow(context)
  const { maxima } = workflow.capacity
  const found = await context.read((tx) =>
    Promise.all([
      findStranded(tx, context.workspace.id, { keys: keysOf(workflow), limit: mostNamed }),
      findBrokenMaxima(tx, context.workspace.id, { maxima, limit: mostNamed }),
    ]),
  )
  return found.flat()
}

function keysOf({ queues, types, lifecycles, policies }: WorkflowSnapshot): WorkflowKeys {
  const statuses = [...lifecycles.values()].flatMap((lifecycle) =>
    [...lifecycle.statuses.keys()].map((status) => nameOfStatus(lifecycle.slug, status)),
  )
  return {
    queues: [...queues.keys()],
    types: [...types.keys()],
    lifecycles: [...lifecycles.keys()],
    statuses,
    policies: [...policies.keys()],
  }
}
