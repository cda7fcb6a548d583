import { encodeId, type IdKind } from '../../platform/ids.ts'
import type { Actor } from './event.ts'

const idKinds: Readonly<Record<Exclude<Actor['kind'], 'system'>, IdKind>> = {
  agent: 'agent',
  customer: 'customer',
  member: 'member',
  token: 'token',
}

/** An actor as the API writes it; the product itself is `system`. */
export function presentActor(actor: Actor): { kind: string; id: string } {
  return actor.kind === 'system'
    ? { kind: 'system', id: 'system' }
    : { kind: actor.kind, id: encodeId(idKinds[actor.kind], actor.id) }
}
