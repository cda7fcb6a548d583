import { controlsFor } from '../automations/controls.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'
import type { Classification, ClassifyRequest, TraceEntry } from './classification.ts'
import { computedPriority } from './plan-priority.ts'
import type { Priority } from './priority.ts'
import { canonicalPriority } from './priority.ts'
import { factsOfRequest } from './request-facts.ts'
import type { RoutingRule, SlaPolicy, WorkflowSnapshot } from './snapshot.ts'

/**
 * Chooses queue, priority, requirements, SLA policy and tags of a request by the published rules (domain.md "Routing" 1).
 * What the caller sent beats every rule, an earlier rule beats a later one, a rule beats a default. A rule that throws is
 * false and says so in the trace. Slugs are taken as they come: intake refuses unknown ones.
 */
export function classify(snapshot: WorkflowSnapshot, request: ClassifyRequest, nowMs: number): Classification {
  const facts = factsOfRequest(snapshot, request, nowMs)
  const decided = runRules(snapshot, facts)
  const asked = facts.request

  const serviceLine = snapshot.serviceLines.get(asked.serviceLine)
  const isCategoryAssumed = asked.category === ''
  if (isCategoryAssumed) asked.category = serviceLine?.category ?? ''
  const category = snapshot.categories.get(asked.category)
  const isTypeGiven = asked.type !== ''
  if (!isTypeGiven) asked.type = category?.type ?? serviceLine?.type ?? ''
  const isTypeSure = isTypeGiven || (!isCategoryAssumed && typeof category?.type === 'string')
  if (asked.queue === '') {
    const fallback = fallbackQueue(snapshot, facts)
    asked.queue = fallback.queue
    decided.trace.push({ rule: fallback.by, matched: true, effect: `queue ${fallback.queue}`, line: null })
  }
  const proposed = withhold(snapshot, request, { asked, isCategoryAssumed })
  const type = snapshot.types.get(asked.type)

  const priority =
    canonicalPriority(asked.priority) ?? assumedPriority(snapshot, facts, isTypeSure && proposed === null)
  asked.priority = priority

  const lifecycleSlug = type?.lifecycle ?? serviceLine?.lifecycle ?? firstKey(snapshot.lifecycles)
  const lifecycle = snapshot.lifecycles.get(lifecycleSlug)
  const isClassified = asked.category !== '' && asked.type !== ''
  const status = isClassified ? lifecycle?.classified : lifecycle?.start
  return {
    queue: asked.queue,
    priority,
    type: asked.type || null,
    category: asked.category || null,
    classifiedBy: isClassified ? classifiedBy(request, isCategoryAssumed) : null,
    serviceLine: asked.serviceLine,
    language: asked.language,
    lifecycle: lifecycleSlug,
    status: status ?? '',
    requirements: { skills: decided.skills, languages: languagesOf(snapshot, facts, decided.languages) },
    slaPolicy: decided.slaPolicy ?? matchingPolicy(snapshot, facts)?.slug ?? null,
    kind: request.kind ?? snapshot.queues.get(asked.queue)?.kind ?? 'ticket',
    tags: asked.tags,
    notify: decided.notify,
    proposed,
    trace: decided.trace,
  }
}

/**
 * Takes type and category back where the workflow leaves them to people; the queue they led to stays. What the caller
 * named is the caller's. Null when they are set.
 */
function withhold(
  snapshot: WorkflowSnapshot,
  request: ClassifyRequest,
  { asked, isCategoryAssumed }: { asked: RoutingFacts['request']; isCategoryAssumed: boolean },
): Classification['proposed'] {
  const { withholds, controls } = snapshot.automation
  if (!withholds || request.category || asked.category === '') return null
  const level = controlsFor(controls, { channel: asked.channel, queue: asked.queue }).classify
  if (level === 'set') return null
  const { category, type } = asked
  asked.category = ''
  asked.type = request.type ?? ''
  return { category, type: type || null, by: isCategoryAssumed ? 'default' : 'rule', isShown: level === 'suggest' }
}

/** What the rules decided beyond the facts they wrote into the request. */
interface Decided {
  skills: Readonly<Record<string, number>>
  languages: readonly string[]
  notify: readonly string[]
  slaPolicy: string | null
  readonly trace: TraceEntry[]
}

const nothing: readonly string[] = Object.freeze([])
const noSkills: Readonly<Record<string, number>> = Object.freeze({})

let failure: string | null = null
const noteFailure = (message: string): void => {
  failure = message
}

function runRules(snapshot: WorkflowSnapshot, facts: RoutingFacts): Decided {
  const decided: Decided = { skills: noSkills, languages: nothing, notify: nothing, slaPolicy: null, trace: [] }
  for (const rule of snapshot.rules) {
    failure = null
    const holds = rule.when.holds(facts, noteFailure)
    decided.trace.push(holds ? rule.hit : failure === null ? rule.miss : { ...rule.miss, error: failure })
    if (!holds) continue
    apply(rule, facts, decided)
    if (!rule.continues) break
  }
  return decided
}

/** Later rules see what this one set; what is set already stays. */
function apply(rule: RoutingRule, { request }: RoutingFacts, decided: Decided): void {
  const { queue, priority, type, category, slaPolicy } = rule.set
  if (queue !== null) request.queue ||= queue
  if (priority !== null) request.priority ||= priority
  if (type !== null) request.type ||= type
  if (category !== null) request.category ||= category
  decided.slaPolicy ??= slaPolicy
  decided.skills = joinSkills(decided.skills, rule.skills)
  decided.languages = union(decided.languages, rule.languages)
  decided.notify = union(decided.notify, rule.notify)
  request.tags = union(request.tags, rule.tags)
}

/** The higher level of each skill. */
function joinSkills(held: Decided['skills'], added: Decided['skills']): Decided['skills'] {
  if (held === noSkills) return added
  const joined: Record<string, number> = { ...held }
  for (const [skill, level] of Object.entries(added)) joined[skill] = Math.max(joined[skill] ?? 0, level)
  return joined
}

function union(held: readonly string[], added: readonly string[]): readonly string[] {
  if (added.length === 0) return held
  return held.length === 0 ? added : [...new Set([...held, ...added])]
}

/** The matrix, else the type's default; a type that was itself only assumed does not set the priority. */
function assumedPriority(snapshot: WorkflowSnapshot, { request }: RoutingFacts, isTypeSure: boolean): Priority {
  const computed = computedPriority(snapshot, request)
  if (computed !== null) return computed
  const type = isTypeSure ? snapshot.types.get(request.type) : undefined
  return type?.priority ?? snapshot.defaults.priority
}

/** Where a request goes that no rule sent anywhere: its service's queue, its category's, its service line's, the rest. */
function fallbackQueue(
  snapshot: WorkflowSnapshot,
  { request }: RoutingFacts,
): { readonly queue: string; readonly by: string } {
  for (const slug of request.affected) {
    const queue = snapshot.services.get(slug)?.queue
    if (queue) return { queue, by: 'affected' }
  }
  const ofCategory = snapshot.categories.get(request.category)?.queue
  if (ofCategory) return { queue: ofCategory, by: 'category' }
  const ofServiceLine = snapshot.serviceLines.get(request.serviceLine)?.queue
  return ofServiceLine ? { queue: ofServiceLine, by: 'serviceLine' } : { queue: snapshot.otherwise, by: 'otherwise' }
}

function languagesOf(
  snapshot: WorkflowSnapshot,
  { request }: RoutingFacts,
  required: readonly string[],
): readonly string[] {
  return snapshot.requiresLanguage ? union([request.language], required) : required
}

function matchingPolicy(snapshot: WorkflowSnapshot, facts: RoutingFacts): SlaPolicy | null {
  for (const policy of snapshot.policies.values()) {
    if (policy.when === null || policy.when.holds(facts)) return policy
  }
  return null
}

function classifiedBy(request: ClassifyRequest, isCategoryAssumed: boolean): Classification['classifiedBy'] {
  if (request.category) return 'caller'
  return isCategoryAssumed ? 'default' : 'rule'
}

function firstKey(map: ReadonlyMap<string, unknown>): string {
  for (const key of map.keys()) return key
  return ''
}
