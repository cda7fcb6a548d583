import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Installation } from '../platform/installation.ts'
import type { Memory } from '../platform/memory.ts'
import { createSeal, keepSeal } from '../platform/seal.ts'
import { openContext } from './open-context.ts'
import { inTransaction } from './transaction.ts'

export interface InstallationOptions {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly memory: Memory
  /** 32 bytes under which secrets are kept that must be read again (keys of callbacks). */
  readonly sealingKey: Uint8Array
  /** Keys used before: what they sealed still opens. */
  readonly olderSealingKeys?: readonly Uint8Array[]
}

/** Opens the service on its database. Throws `TypeError` when a sealing key has not 32 bytes. */
export function openInstallation(options: InstallationOptions): Installation {
  const { pool, clock, memory } = options
  keepSeal(memory, createSeal(options.sealingKey, options.olderSealingKeys))
  return {
    memory,
    now: () => clock.now(),
    onGlobalTables: (work) => inTransaction(pool, { workspaceId: null }, work),
    inWorkspace: (workspaceId, work) => inTransaction(pool, { workspaceId }, work),
    openContext: (call) => openContext({ pool, clock, memory, ...call }),
  }
}
