import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import { automationEvents } from '../automations/automation-events.ts'
import { weekdays } from '../calendars/calendar.ts'
import { clockMetrics } from '../clocks/clock.ts'
import { agentEnvironment } from '../expressions/agent-facts.ts'
import { automationEnvironment } from '../expressions/automation-facts.ts'
import { caseEnvironment } from '../expressions/case-facts.ts'
import { compileExpression, compileScore } from '../expressions/compile-expression.ts'
import { routingEnvironment } from '../expressions/routing-facts.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding, Path } from './finding.ts'
import { fault } from './finding.ts'
import { comparisonsIn } from './expression-parts.ts'
import type { KnownNames } from './lint-references.ts'
import { knownNames, unknownName } from './lint-references.ts'
import type { NameKind } from './name-kinds.ts'
import { priorities } from './priority.ts'
import { taskKinds } from './task-kind.ts'

interface Written {
  readonly source: string
  readonly path: Path
  readonly over: 'request' | 'case' | 'automation' | 'agent' | 'agent-number'
}

/** Expressions that do not compile, and names inside them that nothing answers to, each at its place in the line. */
export function lintExpressions(document: WorkflowDocument): readonly Finding[] {
  const known = knownNames(document)
  return expressionsOf(document).flatMap((written) => {
    const compiled = compile(written)
    if (compiled.ok) return unknownNamesIn(written, known)
    const { code, message, start } = compiled.problem
    return [{ severity: 'error', code, message, path: written.path, offset: start }]
  })
}

function expressionsOf(document: WorkflowDocument): readonly Written[] {
  const { routing, slaPolicies = {}, cases, scorecards = {}, articles = {} } = document
  const found: Written[] = []
  const add = (over: Written['over'], source: string | undefined, ...path: Path) => {
    if (source !== undefined) found.push({ source, path, over })
  }
  routing.rules.forEach((rule, index) => add('request', rule.when, 'routing', 'rules', index, 'when'))
  for (const [slug, queue] of Object.entries(routing.queues)) {
    add('agent', queue.members, 'routing', 'queues', slug, 'members')
    add('agent-number', queue.rankBy, 'routing', 'queues', slug, 'rankBy')
    queue.relax?.forEach((step, index) => add('agent', step.widen, 'routing', 'queues', slug, 'relax', index, 'widen'))
  }
  for (const [slug, policy] of Object.entries(slaPolicies)) add('request', policy.when, 'slaPolicies', slug, 'when')
  cases?.triggers?.forEach((trigger, index) => add('case', trigger.when, 'cases', 'triggers', index, 'when'))
  for (const [slug, scorecard] of Object.entries(scorecards)) add('request', scorecard.when, 'scorecards', slug, 'when')
  for (const [slug, article] of Object.entries(articles)) add('request', article.when, 'articles', slug, 'when')
  addAutomations(document, add)
  return found
}

function addAutomations(
  { automations = [], macros = {}, playbooks = {} }: WorkflowDocument,
  add: (over: 'automation', source: string | undefined, ...path: Path) => void,
): void {
  automations.forEach((rule, index) => add('automation', rule.when, 'automations', index, 'when'))
  for (const [slug, macro] of Object.entries(macros)) add('automation', macro.when, 'macros', slug, 'when')
  for (const [slug, playbook] of Object.entries(playbooks)) add('automation', playbook.when, 'playbooks', slug, 'when')
}

function compile({ source, over }: Written) {
  if (over === 'agent-number') return compileScore(agentEnvironment, source)
  return compileExpression(environmentOf(over), source)
}

function environmentOf(over: Written['over']): Environment {
  if (over === 'case') return caseEnvironment
  if (over === 'automation') return automationEnvironment
  return over === 'request' ? routingEnvironment : agentEnvironment
}

const namedFields: ReadonlyMap<string, NameKind> = new Map<string, NameKind>([
  ['request.channel', 'channel'],
  ['request.serviceLine', 'serviceLine'],
  ['request.type', 'type'],
  ['request.category', 'category'],
  ['request.queue', 'queue'],
  ['request.affected', 'service'],
  ['ticket.status', 'status'],
  ['ticket.channel', 'channel'],
  ['ticket.serviceLine', 'serviceLine'],
  ['ticket.type', 'type'],
  ['ticket.category', 'category'],
  ['ticket.queue', 'queue'],
  ['ticket.affected', 'service'],
  ['agent.team', 'team'],
  ['agent.queues', 'queue'],
])

/** Fields whose words are fixed. An alias (`urgent`) never stands in a request that rules see. */
const fixedWords: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['request.priority', priorities],
  ['ticket.priority', priorities],
  ['ticket.statusCategory', ['new', 'open', 'waiting', 'hold', 'solved', 'closed']],
  ['change.event', [...automationEvents, 'time']],
  ['change.metric', clockMetrics],
  ['request.kind', taskKinds],
  ['request.impact', ['high', 'normal', 'low']],
  ['request.urgency', ['high', 'normal', 'low']],
  ['time.weekday', weekdays],
  ['clock.metric', clockMetrics],
  ['agent.kind', ['person', 'bot', 'partner']],
])

/** `request.category == "paymentz"` can never hold: the name is checked like any other. */
function unknownNamesIn({ source, path, over }: Written, known: KnownNames): readonly Finding[] {
  const root: ASTNode = environmentOf(over).parse(source).ast
  return comparisonsIn(root).flatMap(({ field, literal, start }) => {
    const words = fixedWords.get(field)
    if (words !== undefined && literal !== '' && !words.includes(literal)) {
      const message = `${field} is never "${literal}". It is one of ${words.join(', ')}.`
      return [{ ...fault('unknown_value', path, message), offset: start }]
    }
    const kind = namedFields.get(field)
    if (kind === undefined || literal === '') return []
    const finding = unknownName(known, kind, literal, path)
    return finding === null ? [] : [{ ...finding, offset: start }]
  })
}
