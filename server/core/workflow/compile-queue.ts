import type { Calendar } from '../calendars/calendar.ts'
import { agentExpression, agentScore } from './compile-expressions.ts'
import { standardCooldowns } from './cooldowns.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import { listOf } from './one-or-more.ts'
import type { Priority } from './priority.ts'
import { priorities } from './priority.ts'
import { type TaskKind, taskKinds } from './task-kind.ts'
import type { AgeingClass, OverflowStep, Queue, RelaxStep } from './snapshot.ts'

type QueueDocument = WorkflowDocument['routing']['queues'][string]
type RelaxDocument = NonNullable<QueueDocument['relax']>[number]
type OverflowDocument = NonNullable<QueueDocument['overflow']>[number]

/** Ageing when a queue says nothing: each class starts 60 points above the next lower and all gain two a minute, so half an hour of waiting is worth one class. */
const standardAgeing: Readonly<Record<Priority, AgeingClass>> = {
  critical: { base: 180, slopePerMinute: 2, cap: Infinity },
  high: { base: 120, slopePerMinute: 2, cap: Infinity },
  normal: { base: 60, slopePerMinute: 2, cap: Infinity },
  low: { base: 0, slopePerMinute: 2, cap: Infinity },
}

/** A week: who helped longer ago knows little more than anybody else. */
const standardLastAgentWithinMs = 7 * 86_400_000

/** Makes a queue ready to route by; calendars are looked up by name. */
export function compileQueue(slug: string, queue: QueueDocument, calendars: ReadonlyMap<string, Calendar>): Queue {
  return {
    slug,
    label: queue.label,
    notes: queue.notes ?? null,
    team: queue.team ?? null,
    members: agentExpression(queue.members ?? `"${slug}" in agent.queues`),
    rank: {
      by: queue.rank ?? (queue.rankBy === undefined ? 'longest-idle' : 'expression'),
      expression: queue.rankBy === undefined ? null : agentScore(queue.rankBy),
    },
    kind: queue.kind ?? null,
    hours: queue.hours === undefined ? null : (calendars.get(queue.hours) ?? null),
    offerTimeoutMs: ms(queue.offerTimeout) ?? 45_000,
    declineCooldownMs: ms(queue.declineCooldown) ?? standardCooldowns.declineCooldownMs,
    missCooldownMs: ms(queue.missCooldown) ?? standardCooldowns.missCooldownMs,
    maxWaitMs: ms(queue.maxWait),
    ageing: compileAgeing(queue.ageing),
    deadlineWeight: queue.deadlineWeight ?? 0,
    relax: (queue.relax ?? []).map(compileRelax),
    overflow: (queue.overflow ?? []).map(compileOverflow),
    messageQueue: queue.messageQueue ?? null,
    fairnessGap: queue.fairnessGap ?? null,
    preferredAgentMs: ms(queue.preferredAgent),
    lastAgentMs: ms(queue.lastAgent),
    lastAgentWithinMs: ms(queue.lastAgentWithin) ?? standardLastAgentWithinMs,
    abandonedCalls: queue.abandonedCalls ?? 'close',
    wrapupMs: ms(queue.wrapup) ?? 0,
    wrapupHoldsMs: Math.min(ms(queue.wrapupHolds) ?? Infinity, ms(queue.wrapup) ?? 0),
    pauseFreesCapacity: queue.pauseFreesCapacity ?? true,
  }
}

/** A call rings no longer than this when the workflow says nothing (routing.md 2.5). */
const standardOfferTimeouts: Readonly<Partial<Record<TaskKind, number>>> = { call: 20_000 }

/** Time limits of offers by kind, for the kinds that do not follow their queue. */
export function compileOfferTimeouts(
  named: WorkflowDocument['routing']['offerTimeout'],
): Readonly<Partial<Record<TaskKind, number>>> {
  const own = taskKinds.flatMap((kind) => {
    const limit = ms(named?.[kind])
    return limit === null ? [] : [[kind, limit] as const]
  })
  return { ...standardOfferTimeouts, ...Object.fromEntries(own) }
}

function ms(duration: string | undefined): number | null {
  return duration === undefined ? null : durationMs(duration)
}

/** The ageing of each class; one the queue does not name keeps the standard. */
export function compileAgeing(ageing: QueueDocument['ageing']): Queue['ageing'] {
  const classOf = (priority: Priority): AgeingClass => {
    const own = ageing?.[priority]
    if (own === undefined) return standardAgeing[priority]
    return { base: own.base, slopePerMinute: own.slope ?? 0, cap: own.cap ?? Infinity }
  }
  const [low, normal, high, critical] = priorities
  return {
    low: classOf(low),
    normal: classOf(normal),
    high: classOf(high),
    critical: classOf(critical),
  }
}

function compileRelax(step: RelaxDocument): RelaxStep {
  return {
    afterMs: durationMs(step.at) ?? 0,
    skills: step.skills ?? null,
    languages: step.language === 'any' ? [] : (step.language ?? null),
    dropSkills: listOf(step.drop),
    alsoMembers: step.widen === undefined ? null : agentExpression(step.widen),
  }
}

function compileOverflow(step: OverflowDocument): OverflowStep {
  return {
    on: conditionOf(step),
    afterMs: ms(step.after ?? step.estimate),
    above: step.above ?? null,
    to: targetOf(step),
    skipIf: step.skipIf ?? null,
  }
}

function conditionOf(step: OverflowDocument): OverflowStep['on'] {
  if (step.after !== undefined) return 'wait'
  if (step.above !== undefined) return 'length'
  if (step.estimate !== undefined) return 'estimate'
  return step.when === 'closed' ? 'closed' : 'nobody'
}

function targetOf({ to = '', partner }: OverflowDocument): OverflowStep['to'] {
  if (partner !== undefined) return { kind: 'partner', partner }
  switch (to) {
    case 'callback':
    case 'voicemail':
    case 'message':
    case 'escalate':
      return { kind: to }
    default:
      return { kind: 'queue', queue: to }
  }
}
