import type { Context } from '../../platform/context.ts'
import { isDialable, type ShownCall } from '../calls/index.ts'
import { abandonChange, handleTicket, noChange } from '../handling/index.ts'
import { hasOpenCase } from '../tickets/index.ts'
import { getCall } from './read-calls.ts'

/**
 * The line is dead: an answered call ends with its task, one that still waits is abandoned and nobody is asked any more.
 * The ticket of an answered call stays as it is; that of an abandoned one becomes what its queue says (`abandonedCalls`):
 * closed, called back, or left for somebody to decide. A call that has ended already is answered as it is. Null when there is no such call.
 */
export async function hangUpCall(
  context: Context,
  input: { callId: string; by: 'customer' | 'agent' },
): Promise<ShownCall | null> {
  const call = await getCall(context, input)
  if (call === null) return null
  await handleTicket(context, { ticketId: call.ticketId, permission: 'ticket:write' }, async (grip, tx) => {
    const { task, lifecycle } = grip
    // The kind tells a live call from one that has become a callback.
    if (task === null || task.id !== call.taskId || task.kind !== 'call' || task.state === 'wrapup') return noChange
    if (task.agentId !== null) return { ...noChange, taskMoves: [{ kind: 'finish', hungUpBy: input.by }] }
    const isInCase = await hasOpenCase(tx, context.workspace.id, { ticketId: call.ticketId, lifecycle })
    const line = { hungUpBy: input.by, isDialable: isDialable(call.from) }
    return abandonChange(grip, { task, ...line, hasOpenCase: isInCase, at: context.now() })
  })
  return getCall(context, input)
}
