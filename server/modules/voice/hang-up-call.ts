import type { Context } from '../../platform/context.ts'
import type { ShownCall } from '../calls/index.ts'
import { handleTicket, noChange } from '../handling/index.ts'
import { getCall } from './read-calls.ts'

/**
 * The line is dead: an answered call ends with its task, one that still waits is abandoned and nobody is asked any more.
 * The ticket stays as it is. A call that has ended already is answered as it is. Null when there is no such call.
 */
export async function hangUpCall(
  context: Context,
  input: { callId: string; by: 'customer' | 'agent' },
): Promise<ShownCall | null> {
  const call = await getCall(context, input)
  if (call === null) return null
  await handleTicket(context, { ticketId: call.ticketId, permission: 'ticket:write' }, ({ task }) => {
    // The kind tells a live call from one that has become a callback.
    if (task === null || task.id !== call.taskId || task.kind !== 'call' || task.state === 'wrapup') return noChange
    const kind = task.agentId === null ? 'abandon' : 'finish'
    return { ...noChange, taskMoves: [{ kind, hungUpBy: input.by }] }
  })
  return getCall(context, input)
}
