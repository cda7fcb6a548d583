import { isAnswerOfDatabase, isWorthRepeating } from '../../database/failure.ts'
import { composeStatement, type Fragment } from '../../database/fragment.ts'
import type { Tx } from '../../platform/context.ts'
import { type LoadRow, moveLoads } from '../agents/index.ts'
import { insertTicketEvents, type TicketEventRow } from '../events/index.ts'
import { type MovedTaskRow, moveTasks, type OfferIdRow, releaseOffers, takeOffers } from '../routing/index.ts'
import { type ClockRow, keepClocks } from '../sla/index.ts'
import { changeHandled, type HandledTicketRow } from '../tickets/index.ts'
import { hastenTimers, type TimerRow } from '../timers/index.ts'

/** Everything that is written of moves made together. */
export interface MovedRows {
  readonly taken_offers: OfferIdRow[]
  readonly released_offers: OfferIdRow[]
  readonly moved_loads: LoadRow[]
  readonly moved_tasks: MovedTaskRow[]
  readonly handled_tickets: HandledTicketRow[]
  readonly ticket_events: TicketEventRow[]
  readonly kept_clocks: ClockRow[]
  readonly hastened_timers: TimerRow[]
}

const counted = ['taken_offers', 'released_offers', 'moved_loads', 'moved_tasks', 'handled_tickets'] as const

/** Offers, loads, tasks, tickets, events, clocks and timers, or nothing. */
const batch = composeStatement({
  name: 'move-together',
  shared: { workspace: 'uuid', now: 'timestamptz' },
  fragments: [
    moveLoads,
    changeHandled,
    moveTasks,
    takeOffers,
    releaseOffers,
    insertTicketEvents,
    keepClocks,
    hastenTimers,
  ] as unknown as Fragment<never>[],
  finish: `select ${counted.map((name) => `(select count(*) from ${name}) as ${name}`).join(', ')}`,
})

/** Something stood against one of the moves when they were written, and so none of them was made. */
export class UnmovableTogether extends Error {
  override readonly name = 'UnmovableTogether'
}

/** What the database has refused, as that; anything else as it is. */
export function asUnmovable(error: unknown): unknown {
  const isRefused = isAnswerOfDatabase(error) && !isWorthRepeating(error)
  return isRefused ? new UnmovableTogether('The database refused a row.', { cause: error }) : error
}

/** Writes it in one statement; agents and tickets are held. Throws `UnmovableTogether`. */
export async function writeMoved(
  tx: Tx,
  workspaceId: string,
  { rows, at }: { rows: MovedRows; at: number },
): Promise<void> {
  const values = batch.values({ workspace: workspaceId, now: new Date(at) }, { ...rows })
  const [written] = await tx
    .prepared<Record<(typeof counted)[number], number>>(batch.statement, values)
    .catch((error: unknown) => {
      throw asUnmovable(error)
    })
  const isWhole = counted.every((name) => written?.[name] === rows[name].length)
  if (!isWhole) throw new UnmovableTogether('A row was not as it was read.')
}
