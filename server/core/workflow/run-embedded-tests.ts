import { startClocks } from '../clocks/start-clocks.ts'
import { AgentAttributes } from '../expressions/agent-facts.ts'
import { articlesFor } from './articles-for.ts'
import { automationResults } from './automation-results.ts'
import type { Classification, ClassifyRequest } from './classification.ts'
import { classify } from './classify.ts'
import { durationMs } from './duration.ts'
import { momentMs, momentText } from './moment.ts'
import { listOf } from './one-or-more.ts'
import { canonicalPriority } from './priority.ts'
import { qualifies, relaxRequirements } from './relax-requirements.ts'
import type { EmbeddedTest, WorkflowSnapshot } from './snapshot.ts'

/** What one test of the document said; `expected` and `actual` hold only what the test names, and differ when it fails. */
export interface EmbeddedTestResult {
  readonly name: string
  readonly passed: boolean
  readonly expected: Readonly<Record<string, unknown>>
  readonly actual: Readonly<Record<string, unknown>>
  readonly line: number | null
}

/** A Tuesday morning, for tests that do not say when. */
const standardMoment = '2026-03-03T10:00'

/** Runs every test inside the document against the document. */
export function runEmbeddedTests(snapshot: WorkflowSnapshot): readonly EmbeddedTestResult[] {
  return snapshot.tests.map((test) => runEmbeddedTest(snapshot, test))
}

function runEmbeddedTest(snapshot: WorkflowSnapshot, test: EmbeddedTest): EmbeddedTestResult {
  const at = momentMs(test.given.at ?? standardMoment, snapshot.zone)
  const classification = classify(snapshot, requestOf(test.given, at), at)
  const found = resultsOf(snapshot, test, { classification, at })
  const expected: Record<string, unknown> = {}
  const actual: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(test.expect)) {
    expected[name] = comparable(name, value, snapshot.zone)
    actual[name] = found[name] ?? null
  }
  const passed = Object.keys(expected).every((name) => isSame(expected[name], actual[name]))
  return { name: test.name, passed, expected, actual, line: test.line }
}

function requestOf(given: EmbeddedTest['given'], at: number): ClassifyRequest {
  const { at: _at, after: _after, agents: _agents, order, ...request } = given
  const age = order?.age === undefined ? null : durationMs(order.age)
  return {
    channel: 'ticket',
    summary: '',
    ...request,
    order: order === undefined ? null : { ...order, placedAt: age === null ? null : at - age },
  }
}

/** Everything a test may ask about, in the form in which it is compared. */
function resultsOf(
  snapshot: WorkflowSnapshot,
  test: EmbeddedTest,
  run: { readonly classification: Classification; readonly at: number },
): Readonly<Record<string, unknown>> {
  const { classification } = run
  return {
    ...classification,
    tag: classification.tags.toSorted(),
    notify: classification.notify.toSorted(),
    skills: classification.requirements.skills,
    language: classification.requirements.languages,
    rules: classification.trace
      .filter((entry) => entry.matched && isRule(snapshot, entry.rule))
      .map((entry) => entry.rule),
    proposedCategory: classification.proposed?.category ?? null,
    ...automationResults(snapshot, requestOf(test.given, run.at), run),
    articles: articlesFor(snapshot, requestOf(test.given, run.at), run.at).map(({ slug }) => slug),
    due: test.expect.due === undefined ? null : dueTimes(snapshot, test, run),
    qualify: test.expect.qualify === undefined ? null : qualifying(snapshot, test, classification),
  }
}

function isRule(snapshot: WorkflowSnapshot, id: string): boolean {
  return snapshot.rules.some((rule) => rule.id === id)
}

/** Due times of the first clocks the test names, in the workspace's wall clock as it writes them. */
function dueTimes(
  snapshot: WorkflowSnapshot,
  test: EmbeddedTest,
  run: { readonly classification: Classification; readonly at: number },
): Readonly<Record<string, string | null>> {
  const policy = snapshot.policies.get(run.classification.slaPolicy ?? '')
  const { priority, queue } = run.classification
  const clocks = policy === undefined ? [] : startClocks(policy, { priority, createdAt: run.at, queue }).clocks
  const names = Object.keys(test.expect.due ?? {})
  return Object.fromEntries(
    names.map((name) => {
      const dueAt = clocks.find((clock) => clock.metric === name)?.dueAt ?? null
      return [name, dueAt === null ? null : momentText(dueAt, snapshot.zone)]
    }),
  )
}

function qualifying(snapshot: WorkflowSnapshot, test: EmbeddedTest, classification: Classification): readonly string[] {
  const queue = snapshot.queues.get(classification.queue)
  if (queue === undefined) return []
  const requirements = relaxRequirements(queue, classification.requirements, durationMs(test.given.after ?? '') ?? 0)
  return (test.given.agents ?? [])
    .filter((agent) => qualifies(queue, requirements, { agent: new AgentAttributes(agent) }))
    .map((agent) => agent.name)
    .toSorted()
}

/** An expectation in the form in which results are given: lists sorted, aliases resolved, moments local. */
function comparable(name: string, value: unknown, zone: string): unknown {
  if (name === 'priority') return canonicalPriority(String(value))
  if (name === 'tag' || name === 'notify') return [...listOf(value as string | readonly string[])].toSorted()
  if (name === 'qualify') return [...(value as readonly string[])].toSorted()
  if (name !== 'due') return value
  const due = Object.entries(value as Record<string, string>)
  return Object.fromEntries(due.map(([metric, moment]) => [metric, momentText(momentMs(moment, zone), zone)]))
}

/** Same members with same values, in any order of members. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const [members, others] = [Object.entries(one), new Map(Object.entries(other))]
  return (
    members.length === others.size &&
    members.every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  )
}
