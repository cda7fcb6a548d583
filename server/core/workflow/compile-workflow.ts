import type { PastHours } from '../calendars/calendar.ts'
import { compileCalendar, withPast } from '../calendars/compile-calendar.ts'
import { compileLifecycle } from '../lifecycle/compile-lifecycle.ts'
import { definitionOf } from './calendar-of-document.ts'
import { compileArticles } from './compile-articles.ts'
import { compileAutomations } from './compile-automations.ts'
import { compileAutomatic } from './compile-automatic.ts'
import { compileCatalogue } from './compile-catalogue.ts'
import { compileDesk } from './compile-desk.ts'
import { compilePolicy, isPromisedByQueue } from './compile-policy.ts'
import { compileOfferTimeouts, compileQueue } from './compile-queue.ts'
import { compileScorecard } from './compile-scorecard.ts'
import { compileRule } from './compile-rule.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import { freeze } from './freeze.ts'
import type { Locate } from './problem.ts'
import { pointerTo } from './problem.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** The hours that calendars had, by slug. */
type PastHoursOf = ReadonlyMap<string, readonly PastHours[]>

const standardReopenWindowMs = 14 * 86_400_000
const standardCallbackWindowMs = 30 * 86_400_000

/**
 * Compiles a document into what the server works with: expressions compiled once, names in maps, durations in ms. With
 * `locate` rules and tests know their lines; with `pastHours` calendars count what is past by the hours of then. Throws for a document in which the linter finds an error.
 */
export function compileWorkflow(
  document: WorkflowDocument,
  version: number,
  locate: Locate | null = null,
  pastHours: PastHoursOf = new Map(),
): WorkflowSnapshot {
  const { routing } = document
  const lineOf = (...path: (string | number)[]) => locate?.(pointerTo(...path), 'key').line ?? null
  const reopenWindowMs = durationMs(document.tickets.reopenWindow ?? '') ?? standardReopenWindowMs
  const calendars = mapOf(document.calendars, (slug, calendar) =>
    withPast(compileCalendar(slug, definitionOf(calendar, document.calendars)), pastHours.get(slug) ?? []),
  )
  const policies = mapOf(document.slaPolicies ?? {}, (slug, policy) =>
    compilePolicy(slug, policy, calendars, lineOf('slaPolicies', slug)),
  )
  const rules = routing.rules.map((rule, index) => compileRule(rule, lineOf('routing', 'rules', index)))
  return freeze({
    version,
    termsVersion: version,
    rollout: null,
    document,
    ...compileCatalogue(document, calendars),
    reopenWindowMs,
    callbackWindowMs: durationMs(document.tickets.callbackWindow ?? '') ?? standardCallbackWindowMs,
    lifecycles: mapOf(document.lifecycles, (slug, lifecycle) => compileLifecycle(slug, lifecycle, reopenWindowMs)),
    automatic: mapOf(document.lifecycles, (_, lifecycle) => compileAutomatic(lifecycle.automatic ?? [], calendars)),
    calendars,
    formerCalendars: formerCalendars(pastHours, calendars),
    policies,
    rules,
    isPromisedByQueue: isPromisedByQueue(policies.values(), rules),
    otherwise: routing.otherwise,
    requiresLanguage: routing.requireLanguage ?? true,
    queues: mapOf(routing.queues, (slug, queue) => compileQueue(slug, queue, calendars)),
    messageQueue: routing.messageQueue ?? null,
    offerTimeouts: compileOfferTimeouts(routing.offerTimeout),
    ...compileDesk(document, calendars),
    automation: compileAutomations(document, calendars, lineOf),
    articles: compileArticles(document),
    scorecards: mapOf(document.scorecards ?? {}, compileScorecard),
    tests: (document.tests ?? []).map((test, index) => ({ ...test, line: lineOf('tests', index) })),
  })
}

/** What clocks of old tickets were counted by: calendars that are gone, with the hours they ended with. */
function formerCalendars(
  pastHours: PastHoursOf,
  present: WorkflowSnapshot['calendars'],
): WorkflowSnapshot['formerCalendars'] {
  const gone = [...pastHours].filter(([slug]) => !present.has(slug))
  return new Map(
    gone.flatMap(([slug, past]) => {
      const inOrder = past.toSorted((one, other) => one.until - other.until)
      const last = inOrder.at(-1)
      if (last === undefined) return []
      return [[slug, withPast(compileCalendar(slug, last.definition), inOrder.slice(0, -1))] as const]
    }),
  )
}

function mapOf<From, To>(
  members: Readonly<Record<string, From>>,
  compile: (slug: string, member: From) => To,
): ReadonlyMap<string, To> {
  return new Map(Object.entries(members).map(([slug, member]) => [slug, compile(slug, member)] as const))
}
