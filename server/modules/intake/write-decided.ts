import { queuesToCount, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { KnownCustomer } from '../customers/index.ts'
import { findTakenKeys } from '../idempotency/index.ts'
import { openRooms } from '../routing/index.ts'
import { assembleBatch } from './assemble-batch.ts'
import { enterTicket, taskOf } from './enter-ticket.ts'
import type { WaitingRequest } from './gather.ts'
import { type BatchOutcome, writeBatch } from './intake-store.ts'
import { preferLastAgents } from './prefer-last-agents.ts'
import type { PreparedTicket } from './prepare-ticket.ts'
import { type RowsOfTicket, rowsOf } from './rows-of.ts'

/** One request decided in memory. */
export interface Decided {
  readonly entry: WaitingRequest
  readonly prepared: PreparedTicket
  readonly customer: KnownCustomer
  readonly isNewCustomer: boolean
}

/** The same, ready to be written. */
export interface Written extends Decided {
  readonly rows: RowsOfTicket
}

export interface WrittenBatch {
  readonly requests: readonly Written[]
  readonly outcome: BatchOutcome
}

/** A batch that was not written leaves its transaction by this, for nothing of it may be committed. */
class NotWritten extends Error {
  override readonly name = 'NotWritten'
  readonly batch: WrittenBatch

  constructor(batch: WrittenBatch) {
    super(`The batch was not written: ${batch.outcome.kind}.`)
    this.batch = batch
  }
}

/**
 * Writes decided requests in one round trip. Where a queue among theirs has a limit of length, it is held and counted
 * first, in the same transaction, so each comes to wait where there is room for it: two round trips more, for those only.
 */
export async function writeDecided(
  context: Context,
  input: {
    decided: readonly Decided[]
    workflow: WorkflowSnapshot
    /** Whether they come to wait there: what is offered to somebody in the same transaction takes nobody's place. */
    isQueued?: boolean
  },
): Promise<WrittenBatch> {
  const { decided, workflow, isQueued = true } = input
  const entered = new Set(isQueued ? decided.map(({ prepared }) => prepared.standing.queue) : [])
  if (queuesToCount(workflow, entered).length === 0) return write(context, decided, workflow)
  try {
    // oxlint-disable-next-line switchyard/verb -- recordRequest has asked, and the batch writes the events
    return await context.transaction(async (tx) => {
      const placed = await place(tx, context, { decided, workflow, entered })
      const batch = await write(context.within(tx), placed, workflow)
      if (batch.outcome.kind !== 'written') throw new NotWritten(batch)
      return batch
    })
  } catch (error) {
    if (error instanceof NotWritten) return error.batch
    throw error
  }
}

async function write(context: Context, decided: readonly Decided[], workflow: WorkflowSnapshot): Promise<WrittenBatch> {
  const kept = await preferLastAgents(context, { arrivals: decided, workflow })
  const requests = kept.map((one) => ({ ...one, rows: rowsOf(one.entry.context, one.prepared, workflow) }))
  return { requests, outcome: await writeBatch(context, assembleBatch(requests)) }
}

/** Lets each into its queue in turn. What only repeats a key that was used before enters none. */
async function place(
  tx: Tx,
  context: Context,
  {
    decided,
    workflow,
    entered,
  }: { decided: readonly Decided[]; workflow: WorkflowSnapshot; entered: Iterable<string> },
): Promise<Decided[]> {
  const rooms = await openRooms(tx, context, { workflow, entered })
  const keys = decided.flatMap(({ entry }) =>
    entry.key === null ? [] : [{ ...entry.key, principalId: entry.context.principal.id }],
  )
  const taken = keys.length === 0 ? new Set() : await findTakenKeys(tx, context.workspace.id, keys)
  return decided.map((one) => {
    const { prepared, entry } = one
    if (entry.key !== null && taken.has(`${entry.context.principal.id} ${entry.key.route} ${entry.key.key}`)) return one
    const way = rooms.enter(taskOf(prepared), prepared.call?.from ?? null)
    return { ...one, prepared: enterTicket(prepared, way, { workflow, request: entry.request }) }
  })
}
