import type { Condition } from '../automations/automation.ts'
import type { AgentFacts } from '../expressions/agent-facts.ts'
import { agentEnvironment } from '../expressions/agent-facts.ts'
import type { AutomationFacts } from '../expressions/automation-facts.ts'
import { automationEnvironment } from '../expressions/automation-facts.ts'
import type { CaseFacts } from '../expressions/case-facts.ts'
import { caseEnvironment } from '../expressions/case-facts.ts'
import { compileExpression, compileScore } from '../expressions/compile-expression.ts'
import type { Compiled, Expression, Score } from '../expressions/expression.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'
import { routingEnvironment } from '../expressions/routing-facts.ts'
import { conjunctsOf } from './expression-parts.ts'

/** A condition of a rule or SLA policy. Throws for one the linter refuses. */
export function routingExpression(source: string): Expression<RoutingFacts> {
  return valueOf(source, compileExpression<RoutingFacts>(routingEnvironment, source))
}

/** A condition of a trigger of cases. Throws for one the linter refuses. */
export function caseExpression(source: string): Expression<CaseFacts> {
  return valueOf(source, compileExpression<CaseFacts>(caseEnvironment, source))
}

/** A condition of an automation, macro or playbook, with its parts. Throws for one the linter refuses. */
export function automationCondition(source: string | undefined): Condition | null {
  if (source === undefined) return null
  const compile = (one: string) => valueOf(one, compileExpression<AutomationFacts>(automationEnvironment, one))
  const parts = conjunctsOf(automationEnvironment.parse(source).ast)
  return { whole: compile(source), parts: parts.length < 2 ? [] : parts.map(compile) }
}

/** A condition over an agent. Throws for one the linter refuses. */
export function agentExpression(source: string): Expression<AgentFacts> {
  return valueOf(source, compileExpression<AgentFacts>(agentEnvironment, source))
}

/** A number over an agent. Throws for one the linter refuses. */
export function agentScore(source: string): Score<AgentFacts> {
  return valueOf(source, compileScore<AgentFacts>(agentEnvironment, source))
}

function valueOf<Value>(source: string, compiled: Compiled<Value>): Value {
  if (compiled.ok) return compiled.value
  throw new TypeError(`${compiled.problem.message} In: ${source}`)
}
