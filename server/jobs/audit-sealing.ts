import { type Checkpoint, makeCheckpoint, sealEvents } from '../modules/audit/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type Chore, choreOfWorkspaces } from './chores.ts'
import { asError } from './loop.ts'
import { createWorkspaceBook } from './workspace-book.ts'

const secondMs = 1_000
const hourMs = 3_600_000

/** The chores that seal the log and sign how far it is sealed. */
export function auditChores(log: Pick<Log, 'info'>): Chore[] {
  return [
    choreOfWorkspaces({ name: 'audit.seal', everyMs: secondMs, run: sealEvents }),
    choreOfWorkspaces({ name: 'audit.checkpoint', everyMs: hourMs, run: (context) => checkpoint(context, log) }),
  ]
}

/** Seals what is left in every workspace and signs it: what a process does before it stops. */
export async function sealAll(installation: Installation, log: Pick<Log, 'info' | 'warn'>): Promise<void> {
  for (const context of await createWorkspaceBook(installation).everyContext()) {
    try {
      await sealEvents(context)
      await checkpoint(context, log)
    } catch (error) {
      const workspaceId = context.workspace.id
      log.warn('job.failed', { job: 'audit.checkpoint', workspaceId, error: asError(error) })
    }
  }
}

async function checkpoint(context: Context, log: Pick<Log, 'info'>): Promise<void> {
  const made = await makeCheckpoint(context)
  if (made !== null) log.info('audit.checkpoint', fieldsOf(made))
}

function fieldsOf({ workspaceId, number, at, seals, rows, lastSeq, hash, previous, signature }: Checkpoint) {
  return {
    workspaceId,
    number,
    at: new Date(at).toISOString(),
    seals,
    rows,
    lastSeq,
    hash: base64(hash),
    previous: previous === null ? null : base64(previous),
    signature: base64(signature),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
