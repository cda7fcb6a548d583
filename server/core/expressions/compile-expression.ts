import type { Environment, ParseResult } from '@marcbachmann/cel-js'
import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js'
import type { Compiled, Expression, ExpressionProblem, Score } from './expression.ts'
import { findRefusedConstruct } from './refused-constructs.ts'

/** Compiles a condition, checking that it is a bool over the variables of the environment. */
export function compileExpression<Facts extends object>(
  environment: Environment,
  source: string,
): Compiled<Expression<Facts>> {
  const checked = parseChecked(environment, source)
  if (!checked.ok) return checked
  const { run, type } = checked.value
  if (type !== 'bool' && type !== 'dyn')
    return wholeSource(source, 'expression_not_bool', `This is a ${type}, not a condition.`)
  return {
    ok: true,
    value: {
      source,
      holds(facts, onError) {
        try {
          return run(facts) === true
        } catch (error) {
          onError?.(summaryOf(error))
          return false
        }
      },
    },
  }
}

/** Compiles a number, for ranking. */
export function compileScore<Facts extends object>(environment: Environment, source: string): Compiled<Score<Facts>> {
  const checked = parseChecked(environment, source)
  if (!checked.ok) return checked
  const { run, type } = checked.value
  if (!['double', 'int', 'dyn'].includes(type)) {
    return wholeSource(source, 'expression_not_number', `This is a ${type}, not a number.`)
  }
  return {
    ok: true,
    value: {
      source,
      value(facts, onError) {
        try {
          const value = Number(run(facts))
          if (Number.isFinite(value)) return value
          onError?.('The value is not a finite number.')
        } catch (error) {
          onError?.(summaryOf(error))
        }
        return 0
      },
    },
  }
}

function parseChecked(
  environment: Environment,
  source: string,
): Compiled<{ readonly run: ParseResult; readonly type: string }> {
  try {
    const run = environment.parse(source)
    const refused = findRefusedConstruct(run.ast)
    if (refused !== null) return { ok: false, problem: refused }
    const verdict = run.check()
    if (verdict.valid) return { ok: true, value: { run, type: verdict.type ?? 'dyn' } }
    return { ok: false, problem: problemOf(source, verdict.error) }
  } catch (error) {
    return { ok: false, problem: problemOf(source, error) }
  }
}

function problemOf(source: string, error: unknown): ExpressionProblem {
  const range = error instanceof ParseError || error instanceof CelTypeError ? error.range : undefined
  const { start, end } = range ?? { start: 0, end: source.length }
  return { code: codeOf(error), message: `${summaryOf(error)}.`.replace(/\.\.$/, '.'), start, end }
}

function codeOf(error: unknown): ExpressionProblem['code'] {
  if (error instanceof CelTypeError) return 'expression_type'
  if (error instanceof ParseError) return error.code === 'limit_exceeded' ? 'expression_too_large' : 'expression_syntax'
  return 'expression_syntax'
}

function summaryOf(error: unknown): string {
  if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError)
    return error.summary
  return error instanceof Error ? error.message : 'unknown error'
}

function wholeSource(
  source: string,
  code: ExpressionProblem['code'],
  message: string,
): { readonly ok: false; readonly problem: ExpressionProblem } {
  return { ok: false, problem: { code, message, start: 0, end: source.length } }
}
