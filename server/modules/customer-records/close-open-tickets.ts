import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { commitChange, type Grip, gripTickets, MovedMeanwhile, noChange, type TicketChange } from '../handling/index.ts'

/** How many are held at once: each holds the agents who have a hand in it. */
export const closedAtOnce = 20

/** Closes tickets that are about to be erased: their work and clocks are cancelled, nobody is told what they said. */
export async function closeOpenTickets(tx: Tx, context: Context, ticketIds: readonly string[]): Promise<void> {
  const grips = await gripTickets(tx, context, { ticketIds, agentIds: [] }).catch(lookAgain)
  for (const grip of grips.values()) await commitChange(tx, context, grip, closing(grip, context.now()))
}

/** Somebody else erased the customer while this waited for its tickets: there is a receipt by now. */
function lookAgain(error: unknown): never {
  if (error instanceof AppError && error.details['reason'] === 'erased')
    throw new MovedMeanwhile('The customer was erased meanwhile.')
  throw error
}

function closing({ ticket, task, lifecycle }: Grip, at: number): TicketChange {
  const all = [...lifecycle.statuses.values()]
  const end = all.find((one) => one.category === 'closed') ?? all.find((one) => one.category === 'solved')
  const isOver = ticket.statusCategory === 'closed' || ticket.statusCategory === 'solved' || end === undefined
  const [from, to] = [ticket.status, isOver ? ticket.status : end.slug]
  const cancelled = { kind: 'cancelled', reason: 'erased', at } as const
  return {
    ...noChange,
    taskMoves: task === null ? [] : [givingUp(task.state)],
    ...(!isOver && {
      patch: { status: to, statusCategory: end.category, returnsTo: null, closedAt: ticket.closedAt ?? at },
      facts: [{ type: 'ticket.closed', data: { from, to } }],
      clockEvents: [cancelled, { kind: 'status', to: end.category, at }],
    }),
  }
}

function givingUp(state: NonNullable<Grip['task']>['state']): TicketChange['taskMoves'][number] {
  return state === 'wrapup'
    ? { kind: 'endWrapup', disposition: null, reason: 'erased' }
    : { kind: 'cancel', reason: 'erased' }
}
