import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { forgetKnownCustomer } from '../customers/index.ts'
import { announceEvents } from '../events/index.ts'
import { MovedMeanwhile } from '../handling/index.ts'
import type { CreatedBy } from '../tickets/index.ts'
import { attachFiles } from './attach-files.ts'
import { checkRequest } from './check-request.ts'
import { createdByOf } from './created-by.ts'
import type { TicketRequest } from './ticket-request.ts'
import { writeDecided } from './write-decided.ts'
import { decide } from './write-requests.ts'

/** A request that another change brings about. */
export interface InnerRequest {
  readonly request: TicketRequest
  /** The workflow that this transaction holds. */
  readonly workflow: WorkflowSnapshot
  /** Whose ticket it is: of whoever raised the one it comes from, not of who happens to call. */
  readonly createdBy: CreatedBy
  /** False where somebody is offered it in the same change, so that it waits in no queue. */
  readonly isQueued?: boolean
}

/**
 * Records a request as part of a change that is under way: with its clocks, task and events, or not at all. The verb
 * that calls it has asked whether it may. Gives the ticket's id. Throws `invalid`.
 */
export async function recordWithin(
  tx: Tx,
  context: Context,
  { request, workflow, createdBy, isQueued = true }: InnerRequest,
): Promise<string> {
  checkRequest(workflow, request)
  const inside = context.within(tx)
  const entry = { context: inside, request, key: null, resolve: ignore, reject: ignore }
  const [one] = await decide(inside, [entry], workflow)
  if (one === undefined) throw new Error('A request was decided and is gone.')
  const { prepared } = one
  const ticket = { ...prepared.ticket, createdBy: createdByOf(createdBy, request.customerId) }
  const decided = [{ ...one, prepared: { ...prepared, ticket } }]
  const { requests, outcome } = await writeDecided(inside, { decided, workflow, isQueued })
  if (outcome.kind === 'customer_race') {
    forgetKnownCustomer(context, request.customerId)
    throw new MovedMeanwhile('The customer was merged or erased meanwhile.')
  }
  if (outcome.kind !== 'written') {
    const why = outcome.kind === 'bad_row' ? outcome.reason : 'the workspace is changing too fast'
    throw new AppError('unavailable', `The ticket was not recorded: ${why}.`)
  }
  for (const written of requests) await attachFiles(tx, inside, written)
  tx.afterCommit(() => announceEvents(context.memory))
  return prepared.ticket.id
}

function ignore(): void {
  // Nobody waits for this entry: its outcome is the transaction's.
}
