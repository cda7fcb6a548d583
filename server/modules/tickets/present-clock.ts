import { type Clock, type ClockActor, type DueOverride, unitOf } from '../../core/clocks/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { type Actor, presentActor } from '../events/index.ts'
import type { ExplainedClock } from './explain-sla.ts'

/** A clock with its segments as the API writes it. */
export function presentExplainedClock({ stored, explanation, policyLabel, zone, steps, authors }: ExplainedClock) {
  const { metric, instance, policy, calendar, queue = null, attachedLate } = stored.clock
  const { targetMs, unit, usedMs, remainingMs } = explanation ?? unspent(stored.clock)
  const asOf = explanation?.asOf ?? 0
  return {
    id: encodeId('clock', stored.id),
    metric,
    instance,
    queue,
    policy,
    policyLabel,
    calendar,
    zone,
    unit,
    targetMs,
    attachedLate,
    state: explanation?.state ?? 'not_applicable',
    startedAt: time(stored.clock.startedAt),
    asOf: time(explanation?.asOf),
    dueAt: time(explanation?.dueAt),
    metAt: time(explanation?.metAt),
    breachedAt: time(explanation?.breachedAt),
    override: presentOverride(explanation?.override ?? null, authors),
    elapsedMs: usedMs,
    remainingMs,
    segments: (explanation?.segments ?? []).map(({ from, to, ...segment }) => ({
      ...segment,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    })),
    ledger: stored.ledger
      .filter((entry) => entry.at <= asOf)
      .map((entry) => ({
        at: new Date(entry.at).toISOString(),
        kind: entry.kind,
        reason: entry.kind === 'override' && authors === null ? null : entry.reason,
        policy: entry.policy,
        calendar: entry.calendar,
        unit: unitOf(entry),
        targetMs: entry.targetMs,
        dueAt: time(entry.dueAt),
        by: presentAuthor(entry.by, authors),
      })),
    steps: steps.map(({ at, notify, ...step }) => ({ ...step, at: new Date(at).toISOString(), notify: [...notify] })),
  }
}

/** Of a clock that had not started. */
function unspent(clock: Clock) {
  const { targetMs } = clock
  return { targetMs, unit: unitOf(clock), usedMs: 0, remainingMs: targetMs }
}

/** What was set by hand and when; by whom and why only for the workspace's own people. */
function presentOverride(override: DueOverride | null, authors: ExplainedClock['authors']) {
  if (override === null) return null
  const { dueAt, at, by, reason } = override
  return {
    dueAt: new Date(dueAt).toISOString(),
    at: new Date(at).toISOString(),
    by: presentAuthor(by, authors),
    reason: authors === null ? null : reason,
  }
}

function presentAuthor(by: ClockActor | undefined, authors: ExplainedClock['authors']) {
  if (by === undefined || authors === null) return null
  return { ...presentActor(by as Actor), name: authors.get(`${by.kind} ${by.id}`) ?? null }
}

function time(ms: number | null | undefined): string | null {
  return ms == null ? null : new Date(ms).toISOString()
}
