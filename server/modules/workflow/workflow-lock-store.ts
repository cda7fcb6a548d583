import type { Tx } from '../../platform/context.ts'

const shared = {
  name: 'workflow-share',
  text: `select pg_advisory_xact_lock_shared(hashtextextended('workflow ' || $1, 0))`,
}
/** Who publishes may have many rows to write, and meets all who hold one: it is given more than the seconds of a call. */
const alone = {
  name: 'workflow-alone',
  text: `
    select set_config('statement_timeout', '60s', true), set_config('lock_timeout', '20s', true),
      pg_advisory_xact_lock(hashtextextended('workflow ' || $1, 0))`,
}

/** Keeps publications out until the transaction ends; any number of others may do the same. */
export async function shareLock(tx: Tx, workspaceId: string): Promise<void> {
  await tx.prepared(shared, [workspaceId])
}

/** Waits for all who share it, and keeps everybody out until the transaction ends. */
export async function takeLock(tx: Tx, workspaceId: string): Promise<void> {
  await tx.prepared(alone, [workspaceId])
}
