import { type ClockEvent, type OverrideRefusal, refusesOverride } from '../../core/clocks/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { actorOf } from '../events/index.ts'
import { decideClocks, loadClocks, type StoredClock } from '../sla/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { type Grip, noChange, type TicketChange } from './ticket-change.ts'

/** Nobody remembers a promise for longer. */
const longestMs = 366 * 86_400_000

interface OneClock {
  readonly ticketId: string
  readonly clockId: string
  /** The version of the ticket the caller has seen; null = whatever it is. */
  readonly expectedVersion: number | null
}

/**
 * Sets the due time of a running clock by hand, with author and reason in its ledger; policy, priority and hours no longer
 * move it, pauses do. Null when there is no such ticket. Throws `invalid`, `not_found` for a clock of another ticket, and
 * `conflict` for one that stands still, was missed or is over.
 */
export async function overrideDue(
  context: Context,
  { ticketId, clockId, expectedVersion, ...wish }: OneClock & { readonly dueAt: number; readonly reason: string },
): Promise<Ticket | null> {
  refuseDueTime(wish.dueAt, context.now())
  // The answer is the clock, explained.
  requirePermission(context, 'sla:read')
  const handling = { ticketId, permission: 'sla:override', expectedVersion } as const
  return handleTicket(context, handling, async (grip, tx) => {
    const held = await holdClock(tx, context, ticketId, clockId)
    const { metric, override, dueAt: before } = held.stored.clock
    if (override?.dueAt === wish.dueAt && override.reason === wish.reason) return noChange
    const data = { clockId: encodeId('clock', clockId), metric, dueAt: isoOf(wish.dueAt), before: isoOrNull(before) }
    return changeBy(grip, held, {
      events: [{ kind: 'override', ...wish, ...whichBy(context, held.stored) }],
      fact: () => ({ type: 'sla.overridden', data }),
    })
  })
}

/**
 * Lets a clock be due by its policy again, with what has elapsed; one that already is stays as it is. Null when there is
 * no such ticket. Throws `not_found`, and `conflict` for one that was missed or is over.
 */
export async function undoOverride(
  context: Context,
  { ticketId, clockId, expectedVersion }: OneClock,
): Promise<Ticket | null> {
  requirePermission(context, 'sla:read')
  const handling = { ticketId, permission: 'sla:override', expectedVersion } as const
  return handleTicket(context, handling, async (grip, tx) => {
    const held = await holdClock(tx, context, ticketId, clockId)
    const { metric, override, dueAt: before } = held.stored.clock
    if (override === undefined) return noChange
    return changeBy(grip, held, {
      events: [{ kind: 'override_undone', ...whichBy(context, held.stored) }],
      fact: ({ clock }) => ({
        type: 'sla.override_undone',
        data: {
          clockId: encodeId('clock', clockId),
          metric,
          dueAt: isoOrNull(clock.dueAt),
          before: isoOrNull(before),
        },
      }),
    })
  })
}

/** Throws `invalid`, at `/dueAt`, for a time that has passed or is too far away. */
function refuseDueTime(dueAt: number, now: number): void {
  if (dueAt <= now) throw refuseField('/dueAt', 'past', 'That time has passed.')
  if (dueAt > now + longestMs) throw refuseField('/dueAt', 'too_late', 'A due time lies within a year.')
}

interface HeldClock {
  readonly stored: StoredClock
  readonly clocks: readonly StoredClock[]
}

async function holdClock(tx: Tx, context: Context, ticketId: string, clockId: string): Promise<HeldClock> {
  const clocks = await loadClocks(tx, context.workspace.id, ticketId)
  const stored = clocks.find(({ id }) => id === clockId)
  if (stored === undefined) throw new AppError('not_found', 'The ticket has no such clock.')
  return { stored, clocks }
}

function whichBy(context: Context, { clock: { metric, instance } }: StoredClock) {
  return { metric, instance, by: actorOf(context.principal), at: context.now() }
}

const refusals: Readonly<Record<OverrideRefusal, string>> = {
  paused: 'The clock stands still: it has no due time until its ticket goes on.',
  breached: 'The clock was missed, which stays recorded: another due time would change nothing.',
  ended: 'The clock is over.',
}

/** Throws `conflict` where the clock does not take the event, as it stands when its policy was brought up to date. */
function changeBy(
  { ticket, workflow }: Grip,
  { stored, clocks }: HeldClock,
  { events, fact }: { events: readonly ClockEvent[]; fact: (after: StoredClock) => TicketChange['facts'][number] },
): TicketChange {
  const decided = decideClocks({ ticket, workflow, events, clocks })
  const after = decided?.clocks.find(({ id }) => id === stored.id) ?? stored
  const [kind] = events.map((event) => event.kind)
  if (after.ledger.slice(stored.ledger.length).every((entry) => entry.kind !== kind)) {
    const reason = refusesOverride(after.clock) ?? 'ended'
    throw new AppError('conflict', refusals[reason], { reason })
  }
  return { ...noChange, facts: [fact(after)], clockEvents: events, clocks }
}

const isoOf = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : isoOf(ms))
