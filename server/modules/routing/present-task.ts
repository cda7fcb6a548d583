import type { WaitEstimate } from '../../core/waits/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { presentCallBrief } from '../calls/index.ts'
import type { ShownDecision } from './decision.ts'
import { presentMonitor } from './monitor.ts'
import { presentStep, type RoutingStep } from './steps-of.ts'
import type { ShownTask } from './task-view.ts'

const time = (ms: number) => new Date(ms).toISOString()
const timeOrNull = (ms: number | null) => (ms === null ? null : time(ms))
const agent = (id: string | null) => (id === null ? null : encodeId('agent', id))

/** The place of a task that waits, how long it still will (null = unknown), and what its queue still does with it. */
export interface ShownOutlook {
  readonly position: number
  readonly estimatedWait: WaitEstimate | null
  readonly steps: readonly RoutingStep[]
}

function searchOf(search: ShownTask['requirements']['search']) {
  if (search === undefined) return null
  return { ...search, languages: [...search.languages], skills: [...(search.skills ?? [])] }
}

/** The task as the API writes it, with its outlook when it waits; `now` in epoch ms. */
export function presentTask(task: ShownTask, outlook: ShownOutlook | null, now: number) {
  const { kind, queue, channel, priority, state, requirements, offer, consult, version, ticket } = task
  return {
    id: encodeId('task', task.id),
    ticketId: encodeId('ticket', task.ticketId),
    kind,
    queue,
    channel,
    priority,
    state,
    agentId: agent(task.agentId),
    agentName: task.agentName,
    position: outlook?.position ?? null,
    estimatedWait: outlook?.estimatedWait ?? null,
    steps: (outlook?.steps ?? []).map(presentStep),
    sla: task.sla === null ? null : { ...task.sla, dueAt: task.sla.dueAt === null ? null : time(task.sla.dueAt) },
    requirements: {
      skills: { ...requirements.skills },
      languages: [...requirements.languages],
      search: searchOf(requirements.search),
    },
    offer:
      offer === null
        ? null
        : {
            id: encodeId('offer', offer.id),
            agentId: encodeId('agent', offer.agentId),
            expiresAt: time(offer.expiresAt),
          },
    consult:
      consult === null
        ? null
        : {
            agentId: encodeId('agent', consult.agentId),
            fromAgentId: encodeId('agent', consult.fromAgentId),
            since: time(consult.since),
          },
    monitors: task.monitors.map(presentMonitor),
    partner: task.partner,
    parkedAt: timeOrNull(task.parkedAt),
    wrapupUntil: timeOrNull(task.wrapupUntil),
    disposition: task.disposition,
    excluded: Object.entries(task.exclusions)
      .filter(([, until]) => until > now)
      .map(([id, until]) => ({ agentId: encodeId('agent', id), until: time(until) })),
    version,
    enteredAt: time(task.enteredAt),
    createdAt: time(task.createdAt),
    endedAt: timeOrNull(task.endedAt),
    call: presentCallBrief(task.call, kind),
    ticket: { ...ticket, waitedMs: Math.max(0, (task.endedAt ?? now) - task.enteredAt) },
  }
}

/** A decision with what led to it, as the API writes it. */
export function presentDecision(decision: ShownDecision) {
  const { record } = decision
  return {
    id: encodeId('decision', decision.id),
    taskId: encodeId('task', decision.taskId),
    agentId: agent(decision.agentId),
    outcome: record.outcome,
    step: record.step ?? null,
    queue: record.queueId,
    at: time(decision.createdAt),
    inputSequence: decision.inputSeq,
    workflowVersion: decision.workflowVersion,
    termsVersion: record.termsVersion ?? decision.workflowVersion,
    rules: [...record.rulePath],
    ranking: record.ranking,
    best: record.best.map(({ agentId, values }) => ({
      agentId: encodeId('agent', agentId),
      name: decision.names[agentId] ?? null,
      ...values,
    })),
    rejects: { ...record.rejects },
    reasons: record.reasons.map(({ code, text }) => ({ code, text })),
  }
}
