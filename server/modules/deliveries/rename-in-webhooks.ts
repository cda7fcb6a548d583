import type { KeyRenames } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { saveRenamedLimits } from './webhook-store.ts'

/** Keeps subscriptions to their channels and queues when these are renamed. The publication is the event of it. */
export function renameInWebhooks(tx: Tx, context: Context, renames: KeyRenames): Promise<void> {
  return saveRenamedLimits(tx, context.workspace.id, renames)
}
