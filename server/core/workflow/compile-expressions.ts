import type { AgentFacts } from '../expressions/agent-facts.ts'
import { agentEnvironment } from '../expressions/agent-facts.ts'
import type { CaseFacts } from '../expressions/case-facts.ts'
import { caseEnvironment } from '../expressions/case-facts.ts'
import { compileExpression, compileScore } from '../expressions/compile-expression.ts'
import type { Compiled, Expression, Score } from '../expressions/expression.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'
import { routingEnvironment } from '../expressions/routing-facts.ts'

/** A condition of a rule or SLA policy. Throws for one the linter refuses. */
export function routingExpression(source: string): Expression<RoutingFacts> {
  return valueOf(source, compileExpression<RoutingFacts>(routingEnvironment, source))
}

/** A condition of a trigger of cases. Throws for one the linter refuses. */
export function caseExpression(source: string): Expression<CaseFacts> {
  return valueOf(source, compileExpression<CaseFacts>(caseEnvironment, source))
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
