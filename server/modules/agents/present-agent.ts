import { encodeId } from '../../platform/ids.ts'
import { acceptanceOf, type Agent } from './agent.ts'
import type { Workload } from './read-agents.ts'

const time = (ms: number) => new Date(ms).toISOString()

/** The agent as the API writes it: prefixed ids, RFC 3339 times. */
export function presentAgent(agent: Agent) {
  const { state, reason, since, until } = agent.presence
  return {
    id: encodeId('agent', agent.id),
    kind: agent.kind,
    name: agent.name,
    email: agent.email,
    languages: [...agent.languages],
    skills: { ...agent.skills },
    queues: [...agent.queues],
    team: agent.team,
    capacityUnits: agent.capacityUnits,
    unitOverrides: agent.unitOverrides,
    channels: agent.channels === null ? null : [...agent.channels],
    rating: agent.rating,
    contact: agent.contact,
    organization: agent.organization,
    endpointUrl: agent.endpointUrl,
    acceptance: acceptanceOf(agent),
    endpointConcurrency: agent.endpointConcurrency,
    shift: agent.shift,
    presence: { state, reason, since: time(since), until: until === null ? null : time(until) },
    load: agent.load,
    version: agent.version,
    createdAt: time(agent.createdAt),
  }
}

/** What an agent holds, as the API writes it. */
export function presentWorkload(workload: Workload) {
  return {
    ...workload,
    tasks: workload.tasks.map((task) => ({
      id: encodeId('task', task.taskId),
      ticketId: encodeId('ticket', task.ticketId),
      offerId: encodeId('offer', task.offerId),
      kind: task.kind,
      channel: task.channel,
      queue: task.queue,
      state: task.state,
      units: task.units,
      since: time(task.since),
    })),
  }
}
