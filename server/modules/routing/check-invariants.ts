import { nameOfStatus, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { getWorkflow, reloadWorkflow } from '../workflow/index.ts'
import { type BrokenInvariant, findBrokenEvents, findBrokenOffers } from './invariants-view.ts'
import { findBrokenMoves } from './move-invariants-view.ts'
import { findStranded, type WorkflowKeys } from './stranded-view.ts'

/** Broken invariants that one check names at most, of each sort. */
const mostNamed = 100

/**
 * Looks through a workspace for rows that break the invariants of tasks, offers, loads and event numbers (domain.md, Task
 * and offer), and for open work that the workflow in force cannot place; empty is as it must be. It reads whole tables:
 * for tests and `doctor`.
 */
export async function checkInvariants(context: Context): Promise<BrokenInvariant[]> {
  requirePermission(context, 'audit:read')
  const [offers, moves, events] = await context.read((tx) =>
    Promise.all([
      findBrokenOffers(tx, context.workspace.id, mostNamed),
      findBrokenMoves(tx, context.workspace.id, mostNamed),
      findBrokenEvents(tx, context.workspace.id, mostNamed),
    ]),
  )
  return [...offers, ...moves, ...events, ...(await findStrandedWork(context))]
}

async function findStrandedWork(context: Context): Promise<BrokenInvariant[]> {
  if ((await getWorkflow(context)) === null) return []
  const keys = keysOf(await reloadWorkflow(context))
  return context.read((tx) => findStranded(tx, context.workspace.id, { keys, limit: mostNamed }))
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
