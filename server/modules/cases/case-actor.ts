import type { Principal } from '../../platform/principal.ts'
import type { CaseActor } from './case.ts'

/** Who calls, as a case remembers it. */
export function caseActorOf({ kind, id, agentId, name }: Principal): CaseActor {
  return { kind, id, agentId, name }
}
