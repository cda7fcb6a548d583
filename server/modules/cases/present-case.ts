import { isUnderReview, legalMoves, ownHandIn } from '../../core/cases/index.ts'
import { unitOf, usedOf } from '../../core/clocks/index.ts'
import type { CasePolicy } from '../../core/workflow/index.ts'
import { encodeId, type IdKind } from '../../platform/ids.ts'
import type { Principal } from '../../platform/principal.ts'
import { can } from '../access/index.ts'
import { presentActor } from '../events/index.ts'
import { presentAttachment } from '../files/index.ts'
import {
  type CaseActor,
  type CaseDecision,
  type CaseRow,
  placeOfCase,
  type ShownCase,
  type ShownEvidence,
} from './case.ts'
import { caseActorOf } from './case-actor.ts'
import type { LaneCount } from './case-view.ts'
import type { CaseHistoryRow } from './history-view.ts'

const time = (ms: number) => new Date(ms).toISOString()
const timeOrNull = (ms: number | null) => (ms === null ? null : time(ms))
const idOrNull = (kind: IdKind, id: string | null) => (id === null ? null : encodeId(kind, id))

/**
 * A case as the API writes it, for one reader: its words as the workflow has them now, and whether this reader may decide
 * it. Who may not read cases sees of its own no more than where it stands.
 */
export function presentCase(found: ShownCase, policy: CasePolicy, reader: Principal) {
  const isReader = can(reader, 'case:read', placeOfCase(found))
  const shown = isReader ? found : { ...found, checks: [], evidence: [], decisions: [] }
  const reason = policy.reasons.get(found.reason)
  const checks = isReader ? presentChecks(shown, policy) : []
  return {
    id: encodeId('case', found.id),
    number: found.number,
    version: found.version,
    status: found.status,
    statusSince: time(found.statusSince),
    level: found.level,
    maxLevel: found.maxLevel,
    reason: found.reason,
    reasonLabel: reason?.label ?? found.reason,
    reasonText: found.reasonText,
    severity: found.severity,
    riskClass: found.riskClass,
    queue: found.queue,
    taskId: idOrNull('task', found.task?.id ?? null),
    tickets: found.tickets.map(({ id, number, issueSummary, status }) => ({
      id: encodeId('ticket', id),
      number,
      issueSummary,
      status,
    })),
    owner: presentOwner(found),
    openedBy: presentPerson(found.openedBy),
    trigger: found.trigger,
    putForwardBy: found.putForwardBy === null ? null : presentPerson(found.putForwardBy),
    decision: presentDecision(shown.decisions.find(({ id }) => id === found.decisionId)),
    referrals: shown.decisions
      .filter(({ outcome }) => outcome === 'referred')
      .flatMap((made) => presentDecision(made) ?? []),
    dueAt: timeOrNull(found.clock?.clock.dueAt ?? null),
    clock: presentClock(found),
    waitsFor: found.waitsFor,
    checks,
    checksAsked: found.askedChecks.length,
    checksAnswered: checks.filter(({ isAsked, result }) => isAsked && result !== null).length,
    evidence: shown.evidence.map(presentEvidence),
    review: reviewOf(found, reader),
    legal: [...legalMoves(found.status)],
    createdAt: time(found.createdAt),
    updatedAt: time(found.updatedAt),
    closedAt: timeOrNull(found.closedAt),
  }
}

/** Those the reason asks for in its order, then others that were answered. */
function presentChecks({ askedChecks, checks }: ShownCase, policy: CasePolicy) {
  const extra = checks.map(({ name }) => name).filter((name) => !askedChecks.includes(name))
  return [...askedChecks, ...extra.toSorted()].map((name) => {
    const answer = checks.find((check) => check.name === name)
    return {
      name,
      label: policy.checks.get(name)?.label ?? name,
      isAsked: askedChecks.includes(name),
      result: answer?.result ?? null,
      note: answer?.note ?? null,
      by: answer === undefined ? null : presentPerson(answer.by),
      at: timeOrNull(answer?.at ?? null),
    }
  })
}

function presentOwner({ task }: ShownCase) {
  const owner = task?.owner ?? null
  return owner === null ? null : { id: encodeId('agent', owner.id), name: owner.name }
}

function presentPerson({ kind, id, agentId, name }: CaseActor) {
  const actor = agentId === null ? { kind, id } : { kind: 'agent', id: agentId }
  return { ...presentActor(actor as Parameters<typeof presentActor>[0]), name }
}

function presentDecision(made: CaseDecision | undefined) {
  if (made === undefined) return null
  const { outcome, level, note, by, at } = made
  return { outcome, level, note, by: presentPerson(by), at: time(at) }
}

function presentClock({ clock: held }: CaseRow) {
  if (held === null) return null
  const { state, targetMs, breachedAt, metAt, pausedAt } = held.clock
  return {
    state,
    unit: unitOf(held.clock),
    targetSeconds: Math.round(targetMs / 1000),
    /** What is left of it while it stands still. */
    remainingSeconds: pausedAt === null ? null : Math.round((targetMs - usedOf(held.clock)) / 1000),
    breachedAt: timeOrNull(breachedAt),
    metAt: timeOrNull(metAt),
  }
}

function presentEvidence({ id, eventId, ticketId, file, by, at, ...piece }: ShownEvidence) {
  return {
    id: encodeId('evidence', id),
    ...piece,
    eventId: idOrNull('event', eventId),
    ticketId: idOrNull('ticket', ticketId),
    file: file === null ? null : presentAttachment(file),
    by: presentPerson(by),
    at: time(at),
  }
}

/** What stands against somebody's deciding a case: the permission, a hand in it, or that it is decided. */
export const reviewObstacles = ['permission', 'opener', 'put_forward', 'referred', 'decided'] as const

type ReviewObstacle = (typeof reviewObstacles)[number]

/** Whether the reader is a second pair of eyes for this case, and what stands against it. */
function reviewOf(found: ShownCase, reader: Principal): { mayDecide: boolean; why: ReviewObstacle | null } {
  const referredBy = found.decisions.filter(({ outcome }) => outcome === 'referred').map(({ by }) => by)
  const hand = ownHandIn({ ...found, referredBy }, caseActorOf(reader))
  const isAllowed = can(reader, 'case:decide', placeOfCase(found))
  const why = !isAllowed ? 'permission' : (hand ?? (isUnderReview(found.status) ? null : 'decided'))
  return { mayDecide: why === null, why }
}

/** One line of a case's audit trail as the API writes it. */
export function presentHistory({ id, at, actor, actorName, data, cause, ...line }: CaseHistoryRow) {
  return {
    id: encodeId('event', id),
    at: time(at),
    ...line,
    actor: { ...presentActor(actor), name: actorName },
    cause: cause === null ? null : { ...cause },
    data: { ...data },
  }
}

/** A lane with its figures as the API writes it. */
export function presentLane({ status, cases, late, paused, critical }: LaneCount) {
  return { status, cases, late, paused, critical }
}

/** The reasons of a workflow as the API writes them, in their order. */
export function presentReasons({ reasons, checks }: CasePolicy) {
  return [...reasons.values()].map(({ slug, label, severity, riskClass, riskChecks, dueMs, inDays, queue }) => ({
    slug,
    label,
    severity,
    riskClass,
    checks: riskChecks.map((name) => ({ name, label: checks.get(name)?.label ?? name })),
    dueUnit: unitOf({ inDays }),
    dueSeconds: dueMs === null ? null : Math.round(dueMs / 1000),
    queue,
  }))
}
