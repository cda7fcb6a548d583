import type { Locate, Problem, ProblemCode } from './problem.ts'
import { pointerTo } from './problem.ts'

export type Path = readonly (string | number)[]

/** What a check of the document found, before it is placed in the text. */
export interface Finding {
  readonly severity: Problem['severity']
  readonly code: ProblemCode
  readonly path: Path
  readonly message: string
  /** Show it at the key instead of the value. */
  readonly at?: 'key'
  /** Characters into the value, for a place inside an expression. */
  readonly offset?: number
}

export function fault(code: ProblemCode, path: Path, message: string): Finding {
  return { severity: 'error', code, path, message }
}

export function doubt(code: ProblemCode, path: Path, message: string): Finding {
  return { severity: 'warning', code, path, message }
}

/** Gives findings their lines, in the order of the text. */
export function placeFindings(findings: readonly Finding[], locate: Locate): readonly Problem[] {
  return findings
    .map(({ severity, code, path, message, at, offset = 0 }) => {
      const pointer = pointerTo(...path)
      return { severity, code, message, pointer, ...locate(pointer, at ?? 'value', offset) }
    })
    .toSorted((one, other) => one.line - other.line || one.column - other.column)
}
