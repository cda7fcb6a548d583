import type { Context, Tx, Workspace } from './context.ts'
import type { Memory } from './memory.ts'
import type { Origin } from './origin.ts'
import type { Principal } from './principal.ts'

/** A running service as a whole: for what happens before a workspace is known (signing in) or beside any (making one). */
export interface Installation {
  readonly memory: Memory
  /** The database's time, in epoch milliseconds. */
  now(): number
  /** A transaction on the tables that belong to no workspace: workspaces, users, sessions, the token index. */
  onGlobalTables<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A transaction in one workspace; row security shows its rows and the tables that belong to none. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** The context of one call in a workspace. */
  openContext(call: { workspace: Workspace; principal: Principal; requestId: string; origin?: Origin }): Context
}
