import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { mayAnswerOffers } from '../access/index.ts'

/** Where an agent may answer what it is offered, by slug; null = everywhere. */
export interface PermittedPlaces {
  readonly queues: readonly string[] | null
  readonly channels: readonly string[] | null
}

const everywhere: PermittedPlaces = { queues: null, channels: null }

/** There are few roles and thousands of agents, so each role is asked about once. */
const known = new WeakMap<WorkflowSnapshot, Map<string, PermittedPlaces>>()

/** Where the member with this role may answer offers, by the rule that judges the answer itself; null is no member. */
export function permittedPlaces(role: string | null, workflow: WorkflowSnapshot): PermittedPlaces {
  if (role === null) return everywhere
  const ofWorkflow = known.get(workflow) ?? new Map<string, PermittedPlaces>()
  known.set(workflow, ofWorkflow)
  const found = ofWorkflow.get(role) ?? {
    queues: allowed(workflow.queues, (queue) => mayAnswerOffers(role, { queue })),
    channels: allowed(workflow.channels, (channel) => mayAnswerOffers(role, { channel })),
  }
  ofWorkflow.set(role, found)
  return found
}

function allowed(all: ReadonlyMap<string, unknown>, isAllowed: (slug: string) => boolean): readonly string[] | null {
  const slugs = [...all.keys()]
  const some = slugs.filter(isAllowed)
  return some.length === slugs.length ? null : some
}
