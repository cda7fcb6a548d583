import { bindKey, claimKey, keepAnswer, type KeptAnswer } from '../modules/idempotency/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError, type ErrorCode } from '../platform/errors.ts'
import { refusalOf } from './problem.ts'
import type { IdempotencyKey } from './route.ts'

/** How a keyed call runs: the effect in a given context, and how its refusals are written. */
export interface KeyedRun {
  readonly context: Context
  readonly key: IdempotencyKey
  /** Runs the handler and writes its answer; everything it does joins the transaction of the context it gets. */
  readonly run: (context: Context) => Promise<KeptAnswer>
  readonly refusal: (error: AppError) => KeptAnswer
}

/** What a verb may answer for good after validation and authorisation; a repeat would meet the same. */
const keptRefusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid',
  'not_found',
  'conflict',
  'illegal_transition',
  'guard_failed',
  'offer_ended',
  'over_capacity',
  'version_mismatch',
  'callback_refused',
  'workflow_invalid',
])

/**
 * Runs a call at most once for its key: key, effect and answer commit together, so a crash leaves none of them. A
 * refusal by the verb is kept after its effect is rolled back (reliability.md 3.8).
 */
export async function runOnce(call: KeyedRun): Promise<{ answer: KeptAnswer; isReplayed: boolean }> {
  try {
    return await inClaim(call, call.run)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === null || !keptRefusals.has(refusal.code)) throw error
    return inClaim(call, () => Promise.resolve(call.refusal(refusal)))
  }
}

/** Binds the key of a call whose parts keep answers of their own. Throws `idempotency_key_reused`. */
export async function bindOnce(context: Context, key: IdempotencyKey): Promise<void> {
  await context.transaction((tx) => bindKey(tx, context, key))
}

async function inClaim(call: KeyedRun, run: KeyedRun['run']): Promise<{ answer: KeptAnswer; isReplayed: boolean }> {
  const { context, key } = call
  return context.transaction(async (tx) => {
    const claim = await claimKey(tx, context, key).catch(refuseWaitingTwin)
    if (claim.kind === 'replay') return { answer: claim.answer, isReplayed: true }
    const answer = await run(context.within(tx))
    await keepAnswer(tx, context, key, answer)
    return { answer, isReplayed: false }
  })
}

/** PostgreSQL gives up waiting for the twin's row after the connection's lock_timeout. */
function refuseWaitingTwin(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '55P03') {
    throw new AppError('idempotency_twin_running', 'A request with this Idempotency-Key is still running.')
  }
  throw error
}
