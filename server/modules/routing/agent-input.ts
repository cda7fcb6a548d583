import type { AgentInput, AgentSnapshot } from '../../core/routing/index.ts'
import { AgentAttributes, type AgentFacts } from '../../core/expressions/index.ts'
import { allTerms, type Queue, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { DescribedAgent, RoutableAgent } from '../agents/index.ts'
import { isOnShift } from './engine-config.ts'
import { engineQueue } from './engine-queue.ts'
import { conditionNames, speaksAny } from './own-conditions.ts'
import { partnerQueue, partnersOf } from './partner-queue.ts'
import { permittedPlaces } from './permitted-places.ts'

/** An agent as the engine takes it: memberships and ranks computed from the workflow's expressions. */
export function agentInputOf(agent: DescribedAgent, workflow: WorkflowSnapshot): AgentInput {
  const facts = factsOf(agent)
  const queues = queuesWithIds(workflow)
  const pools = new Map(queues.map(({ queueId, queue }) => [queueId, poolLevelOf(queue, facts)]))
  const { queues: permitted } = permittedPlaces(agent.role, workflow)
  const ranked = queues.flatMap(({ queueId, queue: { rank } }) =>
    rank.expression === null ? [] : [[queueId, rank.expression.value(facts)] as const],
  )
  return {
    agentId: agent.agentId,
    version: agent.version,
    kind: agent.kind,
    skills: { ...agent.skills },
    meets: meetsOf(agent, workflow, pools),
    languages: [...agent.languages],
    queues: partnerQueuesOf(agent, queues),
    matchedQueues: queues.flatMap(({ queueId }) => ((pools.get(queueId) ?? 0) > 0 ? [queueId] : [])),
    permittedQueues: permitted === null ? null : [...permitted],
    totalUnits: agent.capacityUnits,
    kindOverrides: agent.unitOverrides,
    offersAtOnce: null,
    name: agent.name,
    rating: agent.rating,
    ...(ranked.length > 0 && { rankValues: Object.fromEntries(ranked) }),
  }
}

interface QueueWithId {
  readonly terms: WorkflowSnapshot
  readonly queueId: string
  readonly queue: Queue
}

const withIds = new WeakMap<WorkflowSnapshot, readonly QueueWithId[]>()

/** Every queue under its name in the engine: the same for every agent, so they are put together once. */
function queuesWithIds(workflow: WorkflowSnapshot): readonly QueueWithId[] {
  const known = withIds.get(workflow)
  if (known !== undefined) return known
  const queues = allTerms(workflow).flatMap((terms) =>
    [...terms.queues.values()].map((queue) => ({ terms, queueId: engineQueue(terms, queue.slug), queue })),
  )
  withIds.set(workflow, queues)
  return queues
}

/** The engine's queues in which tasks wait for this agent's partner alone. */
function partnerQueuesOf({ kind, partner }: DescribedAgent, queues: readonly QueueWithId[]): string[] {
  if (kind !== 'partner' || partner === null) return []
  return queues.flatMap(({ terms, queue }) =>
    partnersOf(queue).has(partner) ? [partnerQueue(terms, queue.slug, partner)] : [],
  )
}

/** What a snapshot of agents is taken with: the calendars that are open now, and the tasks taken, by agent. */
export interface SnapshotFacts {
  readonly open: ReadonlySet<string>
  readonly served: ReadonlyMap<string, number>
}

/** The same with presence, idle time, shift and tasks taken. What it holds, the engine adds up from the tasks' own rows. */
export function agentSnapshotOf(
  agent: RoutableAgent,
  workflow: WorkflowSnapshot,
  { open, served }: SnapshotFacts,
): AgentSnapshot {
  const { keepOffers, ...most } = presenceTermsOf(agent)
  return {
    agent: agentInputOf(agent, workflow),
    presence: agent.presence,
    presenceVersion: agent.loadVersion,
    idleSince: agent.idleSince,
    offeredAt: agent.offeredAt,
    load: null,
    keepsOffers: keepOffers,
    ...most,
    isOffShift: !isOnShift(workflow, agent.shift, open),
    served: served.get(agent.agentId) ?? 0,
  }
}

/** What comes with a presence: an endpoint that has failed is tried with one offer at a time. */
export function presenceTermsOf(row: Pick<RoutableAgent, 'keepsOffers' | 'isProbing'>) {
  return { keepOffers: row.keepsOffers, ...(row.isProbing && { mostOffers: 1 }) }
}

function factsOf(agent: DescribedAgent): AgentFacts {
  const { agentId, name, kind, team, skills, languages, queues, rating } = agent
  const attributes = {
    id: agentId,
    name,
    kind,
    team: team ?? '',
    skills,
    languages,
    queues,
    rating: Number(rating ?? 0),
  }
  return { agent: new AgentAttributes(attributes) }
}

/** 0 = outside; the members have the highest level, each later widening a lower one. */
function poolLevelOf(queue: Queue, facts: AgentFacts): number {
  const widenings = queue.relax.flatMap((step) => step.alsoMembers ?? [])
  if (queue.members.holds(facts)) return widenings.length + 1
  const place = widenings.findIndex((members) => members.holds(facts))
  return place < 0 ? 0 : widenings.length - place
}

function meetsOf(
  agent: DescribedAgent,
  workflow: WorkflowSnapshot,
  pools: ReadonlyMap<string, number>,
): Record<string, number> {
  const { channels: permitted } = permittedPlaces(agent.role, workflow)
  const own = agent.channels ?? [...workflow.channels.keys()]
  const channels = own.filter((channel) => permitted === null || permitted.includes(channel))
  const meets: Record<string, number> = {}
  for (const channel of channels) meets[conditionNames.channel(channel)] = 1
  for (const { name, languages } of askedLanguages(workflow)) if (speaksAny(agent.languages, languages)) meets[name] = 1
  for (const [queue, level] of pools) if (level > 0) meets[conditionNames.pool(queue)] = level
  return meets
}

interface AskedLanguages {
  readonly languages: readonly string[]
  /** The condition that who speaks one of them meets. */
  readonly name: string
}

const asked = new WeakMap<WorkflowSnapshot, readonly AskedLanguages[]>()

/** The sets of languages of which a task may ask for one: the same for every agent, so they are put together once. */
function askedLanguages(workflow: WorkflowSnapshot): readonly AskedLanguages[] {
  const known = asked.get(workflow)
  if (known !== undefined) return known
  const several = queuesWithIds(workflow).flatMap(({ queue }) =>
    queue.relax.flatMap(({ languages }) => (languages === null || languages.length === 0 ? [] : [languages])),
  )
  const single = [...new Set([...workflow.languages, ...several.flat()])].map((language) => [language])
  const sets = [...single, ...several].map((languages) => ({ languages, name: conditionNames.anyLanguage(languages) }))
  asked.set(workflow, sets)
  return sets
}
