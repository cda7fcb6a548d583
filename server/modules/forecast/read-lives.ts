import type { RawBuilder } from 'kysely'
import type { Calendar } from '../../core/calendars/index.ts'
import { type ClockLife, lifeOf, placeAt } from '../../core/forecast/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { findLives, type LivesRow, sampleTickets } from './lives-view.ts'

/** Of more tickets a sample is read: a share is then known to half a point, whatever the size of the desk. */
const mostTickets = 10_000
/** Read by one statement. */
const ticketsTogether = 500
/** Recounted before others are served: some milliseconds' work. */
const clocksInARow = 200

/** The clocks of the tickets created in a time. */
export interface LivesOfTime {
  readonly lives: readonly ClockLife[]
  /** Tickets they were read of, and how many there are. */
  readonly tickets: number
  readonly of: number
}

/**
 * Reads the clocks of the tickets created in a time (`place` narrows which), as far as they have come by `asOf`; some
 * hundred tickets at a time.
 */
export async function readLives(
  context: Context,
  { from, to, place }: { from: number; to: number; place: RawBuilder<unknown> | null },
  known: { readonly asOf: number; readonly calendars: ReadonlyMap<string, Calendar> },
): Promise<LivesOfTime> {
  const workspaceId = context.workspace.id
  const asked = { from, to, place, most: mostTickets }
  const { ticketIds, of } = await context.read((tx) => sampleTickets(tx, workspaceId, asked))
  const lives: ClockLife[] = []
  for (let first = 0; first < ticketIds.length; first += ticketsTogether) {
    const some = ticketIds.slice(first, first + ticketsTogether)
    const rows = await context.readByKeys((tx) => findLives(tx, workspaceId, some))
    lives.push(...(await inSlices(livesOf(rows, known), clocksInARow)))
  }
  return { lives, tickets: ticketIds.length, of }
}

function* livesOf(
  rows: readonly LivesRow[],
  known: { readonly asOf: number; readonly calendars: ReadonlyMap<string, Calendar> },
): Generator<number, ClockLife[], void> {
  const lives: ClockLife[] = []
  for (const { ledgers, facts } of rows) {
    for (const ledger of ledgers) {
      const beganAt = ledger[0]?.at ?? 0
      const life = lifeOf(ledger, placeAt(facts, beganAt), known)
      if (life !== null) lives.push(life)
    }
    yield ledgers.length
  }
  return lives
}

/** Every calendar that clocks were counted by. */
export function allCalendars({ calendars, formerCalendars }: WorkflowSnapshot): ReadonlyMap<string, Calendar> {
  return new Map([...formerCalendars, ...calendars])
}
