import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Context, Tx, Workspace } from '../platform/context.ts'
import type { Memory } from '../platform/memory.ts'
import type { Origin } from '../platform/origin.ts'
import type { Principal } from '../platform/principal.ts'
import { inOneTrip, inTransaction } from './transaction.ts'

export interface ContextOptions {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly memory: Memory
  readonly workspace: Workspace
  readonly principal: Principal
  readonly requestId: string
  /** Left out for what no caller asked for. */
  readonly origin?: Origin
}

/** The context of one call: verbs get it first and open their transactions through it. */
export function openContext(options: ContextOptions): Context {
  const { pool, clock, memory, workspace, principal, requestId, origin = null } = options
  const scope = { workspaceId: workspace.id }
  const context: Context = {
    workspace,
    principal,
    requestId,
    origin,
    cause: null,
    memory,
    isInside: false,
    now: () => clock.now() + workspace.clockOffsetMs,
    transaction: (work) => inTransaction(pool, scope, work),
    read: (work) => inTransaction(pool, { ...scope, readOnly: true }, work),
    readAsOne: (work) => inTransaction(pool, { ...scope, readOnly: true, asOne: true }, work),
    readByKeys: (work) => inTransaction(pool, { ...scope, readOnly: true, byKeys: true }, work),
    inOneTrip: (statement, values) => inOneTrip(pool, workspace.id, statement, values),
    within: (tx) => joinTransaction(context, tx),
  }
  return context
}

/** The same call inside a transaction that is already open: what it starts joins that one. */
function joinTransaction(context: Context, tx: Tx): Context {
  return {
    ...context,
    isInside: true,
    transaction: (work) => work(tx),
    read: (work) => work(tx),
    readAsOne: (work) => work(tx),
    readByKeys: (work) => work(tx),
    inOneTrip: (statement, values) => tx.prepared(statement, values),
  }
}
