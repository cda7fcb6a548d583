import type { Context } from '../../../platform/context.ts'
import { principalWith } from '../../access/testing/test-installation-store.ts'
import type { Desk } from '../../handling/testing/desk.ts'

/** A caller at a desk who may do these things in these queues only; anything when nothing is said. */
export function scopedTo(
  desk: Desk,
  { queues }: { queues?: readonly string[] },
  permissions: readonly string[] = ['*'],
): Context {
  const scope = { channels: null, queues: queues === undefined ? null : new Set(queues) }
  return desk.home.contextOf(principalWith(permissions, { scope }))
}
