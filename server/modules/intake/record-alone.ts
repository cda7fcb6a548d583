import { AppError } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { forgetKnownCustomer } from '../customers/index.ts'
import { announceEvents } from '../events/index.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import { currentWorkflow, reloadWorkflow } from '../workflow/index.ts'
import { attachFiles } from './attach-files.ts'
import { beginWork, holdForWork, wantsWork } from './begin-work.ts'
import type { RequestOutcome, WaitingRequest } from './gather.ts'
import type { BatchOutcome } from './intake-store.ts'
import type { TicketRequest } from './ticket-request.ts'
import { writeDecided } from './write-decided.ts'
import { attempts, createdAs, decide } from './write-requests.ts'

/** A request that was not written leaves its transaction by this. */
class NotRecorded extends Error {
  override readonly name = 'NotRecorded'
  readonly outcome: BatchOutcome

  constructor(outcome: BatchOutcome) {
    super(`The request was not written: ${outcome.kind}.`)
    this.outcome = outcome
  }
}

/** Whether a request asks for more than its rows: files on its first message, a note, an agent who has it at once. */
export function isForItself({ attachments = [], ...request }: TicketRequest): boolean {
  return attachments.length > 0 || wantsWork(request)
}

/**
 * Records a request and does at once what it asks for besides, in one transaction of its own: it is not gathered with
 * others, so none of them waits for its files or its agent, or is undone because these are refused.
 * Throws `invalid` for a file that is not the caller's or hangs somewhere already, and for an agent who is not there.
 */
export async function recordAlone(
  context: Context,
  input: { request: TicketRequest; key: KeyedCall | null },
): Promise<RequestOutcome> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const outcome = await recordOnce(context, input).catch((error: unknown) => {
      if (error instanceof NotRecorded) return error.outcome
      throw error
    })
    if (outcome.kind === 'created' || outcome.kind === 'key_taken') return outcome
    if (outcome.kind === 'bad_row') throw new AppError('invalid', `The request cannot be stored: ${outcome.reason}.`)
    if (outcome.kind === 'stale') await reloadWorkflow(context)
    else if (outcome.kind === 'customer_race') forgetKnownCustomer(context, input.request.customerId)
  }
  throw new AppError('unavailable', 'The workspace is changing too fast; the ticket was not recorded.')
}

async function recordOnce(
  context: Context,
  { request, key }: { request: TicketRequest; key: KeyedCall | null },
): Promise<RequestOutcome> {
  const current = await currentWorkflow(context)
  // oxlint-disable-next-line switchyard/verb -- recordRequest has asked, and the batch writes the events
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const workflow = wantsWork(request) ? await holdForWork(tx, context, request) : current
    const entry: WaitingRequest = { context: inside, request, key, resolve: ignore, reject: ignore }
    const decided = await decide(inside, [entry], workflow)
    const { requests, outcome } = await writeDecided(inside, { decided, workflow })
    if (outcome.kind !== 'written') throw new NotRecorded(outcome)
    const [written] = requests
    // What it asks for was done when it was recorded under its key the first time.
    if (written === undefined || !outcome.places.has(1)) return { kind: 'key_taken' }
    await attachFiles(tx, context, written)
    const answer = wantsWork(request) ? await beginWork(tx, context, { written, key }) : null
    tx.afterCommit(() => announceEvents(context.memory))
    const created = createdAs(written, outcome.base + 1)
    return answer === null ? created : { ...created, answer }
  })
}

function ignore(): void {
  // Nobody waits for this entry: its outcome is the transaction's.
}
