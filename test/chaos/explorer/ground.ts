import type { HorizonView, Hole } from '../../../server/modules/events/commit-horizon.ts'
import type { ClaimedTimer } from '../../../server/modules/timers/index.ts'
import type { Context, Tx } from '../../../server/platform/context.ts'
import type { Actor } from './actor.ts'
import type { LoggedEvent, RowOf } from './rows/row-types.ts'

/** Who calls: the actor that acts now, and the time where it lives. */
export interface Caller {
  readonly actor: () => Actor
  readonly now: () => number
}

/** Everything committed that schedules are about, each list by id. */
export interface Sight {
  readonly epoch: number
  readonly loads: readonly RowOf['load'][]
  readonly tasks: readonly RowOf['task'][]
  readonly offers: readonly RowOf['offer'][]
  readonly tickets: readonly { readonly id: string; readonly eventSeq: number; readonly assigneeId: string | null }[]
  readonly consults: readonly RowOf['consult'][]
  /** Those that are armed. */
  readonly timers: readonly Omit<RowOf['timer'], 'isArmed'>[]
  readonly calls: readonly RowOf['call'][]
  readonly deliveries: readonly RowOf['delivery'][]
}

/** What a schedule is played on: rows in memory, or PostgreSQL. */
export interface Ground {
  /** The way of a caller to the rows; it stops before and after each transaction. */
  contextOf(caller: Caller): Context
  look(): Promise<Sight>
  /** What the event feed would read: at most `limit` events after a number, and those in the holes. */
  view(asked: { after: number; holes: readonly Hole[]; limit: number }): Promise<HorizonView>
  events(): Promise<readonly LoggedEvent[]>
  /** Adds the line of a call, which intake does in the one statement it writes everything with. */
  insertCall(tx: Tx, call: { id: string; taskId: string; ticketId: string; at: number }): Promise<void>
  /** Waits until nobody holds the workflow, and keeps it until the transaction ends. */
  lockWorkflow(tx: Tx): Promise<void>
  /** Notes what became of a delivery that still waited. */
  endDelivery(tx: Tx, id: string, state: RowOf['delivery']['state']): Promise<void>
  /**
   * Leases a timer that is due, as a worker does; earlier leases always have ended. Null when it is not armed any more,
   * or somebody holds it.
   */
  claimTimer(id: string, now: number): Promise<ClaimedTimer | null>
}
