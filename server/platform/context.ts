import type { PreparedStatement } from '../database/query.ts'
import type { Tx } from '../database/transaction.ts'
import type { Memory } from './memory.ts'
import type { Origin } from './origin.ts'
import type { Principal } from './principal.ts'

export type { Tx }

/** The workspace a call happens in. */
export interface Workspace {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly purpose: 'live' | 'review'
  /** How far the workspace's own time is ahead of the database's; 0 but in a rehearsal. */
  readonly clockOffsetMs: number
}

/** What every verb is given first: who calls, where, when, and the way to the database. */
export interface Context {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly requestId: string
  /** From where the call came; null for the product's own loops. */
  readonly origin: Origin | null
  /** What makes this happen when it is not the caller's own wish: it stands in every event that tells of it. */
  readonly cause: Readonly<Record<string, unknown>> | null
  /** What this running service keeps between calls. */
  readonly memory: Memory
  /** True inside a transaction that is open already: what is started joins it. */
  readonly isInside: boolean
  /** The workspace's time now, in epoch milliseconds. */
  now(): number
  /** Runs `work` in a transaction of this workspace; inside another one of the same call it joins it. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same for reading: it may change nothing. Each statement sees what is committed when it begins. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same where all statements must see one moment: what is committed in between is in none of their answers. */
  readAsOne<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * The same for what is read again and again by keys alone: each statement is planned once a connection, whatever it is
   * asked. Not for lists with filters, which are planned for what they are asked.
   */
  readByKeys<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same call inside a transaction that is already open: what it starts joins that one. */
  within(tx: Tx): Context
  /** Runs one prepared statement as a transaction of its own, in one round trip. */
  inOneTrip<Row>(statement: PreparedStatement, values: unknown[]): Promise<Row[]>
}

/** The same call in another's name: what its caller may not do itself and the product does for it. */
export function inNameOf(context: Context, principal: Principal): Context {
  return { ...context, principal, within: (tx) => inNameOf(context.within(tx), principal) }
}

/** The same call as part of something that made it happen. */
export function because(context: Context, cause: Readonly<Record<string, unknown>>): Context {
  return { ...context, cause, within: (tx) => because(context.within(tx), cause) }
}
