import type { Context, Tx } from '../../platform/context.ts'
import { messageChange } from './message-change.ts'
import { type Grip, noChange, type TicketChange } from './ticket-change.ts'

/** Keeps what somebody said to a change as an internal message; nothing when nothing was said. */
export async function noteChange(tx: Tx, context: Context, grip: Grip, note: string | null): Promise<TicketChange> {
  if (note === null) return noChange
  return messageChange(tx, context, grip, { body: note, visibility: 'internal', clientId: null })
}
