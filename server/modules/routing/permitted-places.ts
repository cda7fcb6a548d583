import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { mayAnswerOffers } from '../access/index.ts'
import { engineQueuesOf, plainQueue } from './engine-queue.ts'

/** Where an agent may answer what it is offered: the engine's queues, channels by slug; null = everywhere. */
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
    queues: allowed(engineQueuesOf(workflow), (queueId) => mayAnswerOffers(role, { queue: plainQueue(queueId) })),
    channels: allowed(workflow.channels.keys(), (channel) => mayAnswerOffers(role, { channel })),
  }
  ofWorkflow.set(role, found)
  return found
}

function allowed(all: Iterable<string>, isAllowed: (name: string) => boolean): readonly string[] | null {
  const names = [...all]
  const some = names.filter(isAllowed)
  return some.length === names.length ? null : some
}
