import type { HorizonView, Hole } from '../../../server/modules/events/commit-horizon.ts'
import type { Context } from '../../../server/platform/context.ts'
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
}

/** What a schedule is played on: rows in memory, or PostgreSQL. */
export interface Ground {
  /** The way of a caller to the rows; it stops before and after each transaction. */
  contextOf(caller: Caller): Context
  look(): Promise<Sight>
  /** What the event feed would read: at most `limit` events after a number, and those in the holes. */
  view(asked: { after: number; holes: readonly Hole[]; limit: number }): Promise<HorizonView>
  events(): Promise<readonly LoggedEvent[]>
}
