import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { isDialable, type ShownCall } from '../calls/index.ts'
import { handleTicket, noChange } from '../handling/index.ts'
import { getCall } from './read-calls.ts'

/** A callback is promised for so long ahead at most. */
const furthestMs = 30 * 24 * 3_600_000

/**
 * The caller gives up the line and keeps its place: the call ends, and its task waits on as a callback with the entry
 * time and rank it had; with `at` (epoch ms) it waits from then on. Asking twice answers the same call. Null when there
 * is no such call. Throws `conflict` when it was answered or has ended, `invalid` for a
 * time that is past or too far, and for a withheld number.
 */
export async function requestCallback(
  context: Context,
  input: { callId: string; at: number | null },
): Promise<ShownCall | null> {
  const call = await getCall(context, input)
  if (call === null) return null
  await handleTicket(context, { ticketId: call.ticketId, permission: 'ticket:write' }, ({ task }, tx) => {
    const own = task?.id === call.taskId ? task : null
    if (own?.kind === 'callback') return noChange
    if (own === null) return refuseUnlessCallback(context.within(tx), input.callId)
    if (own.agentId !== null) throw new AppError('conflict', 'An agent has this call already.', { state: own.state })
    if (!isDialable(call.from)) {
      throw refuseField('/from', 'withheld', 'The number of this call is withheld, so nobody could call it back.')
    }
    const now = context.now()
    if (input.at !== null && (input.at <= now || input.at > now + furthestMs)) {
      throw refuseField('/at', 'out_of_range', 'Must be a time to come, within the next 30 days.')
    }
    return { ...noChange, taskMoves: [{ kind: 'callback', notBefore: input.at }] }
  })
  return getCall(context, input)
}

/** A callback that somebody has made already answers a late repeat too. */
async function refuseUnlessCallback(context: Context, callId: string): Promise<typeof noChange> {
  const call = await getCall(context, { callId })
  if (call?.endReason === 'callback') return noChange
  throw new AppError('conflict', 'This call has ended.')
}
