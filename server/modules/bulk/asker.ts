import { because, type Context, inNameOf } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Principal } from '../../platform/principal.ts'
import { scopeLists } from '../../platform/principal.ts'
import type { Asker, Bulk } from './bulk.ts'

/** A principal as it is kept with what it asked for. */
export function askerOf({ kind, id, name, permissions, scope, agentId, partnerId }: Principal): Asker {
  return { kind, id, name, permissions: [...permissions], scope: scopeLists(scope), agentId, partnerId }
}

/** A call of whoever asked for the change, or for its undoing; every event of it names the change as its cause. */
export function callOf(context: Context, bulk: Bulk): Context {
  const isUndo = bulk.undoneBy !== null
  const { permissions, scope, ...who } = bulk.undoneBy ?? bulk.asker
  const limits = (words: readonly string[] | null) => (words === null ? null : new Set(words))
  const principal: Principal = {
    ...who,
    permissions: new Set(permissions),
    scope: { channels: limits(scope.channels), queues: limits(scope.queues) },
  }
  return because(inNameOf(context, principal), { bulk: encodeId('bulk', bulk.id), ...(isUndo && { undo: true }) })
}
