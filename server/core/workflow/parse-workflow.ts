import type { WorkflowDocument } from './document.ts'
import { WorkflowSchema } from './document.ts'
import type { Locate, Problem } from './problem.ts'
import { findShapeProblems } from './shape-problems.ts'
import { readSource } from './source.ts'

/** A document read: null when its shape is wrong. `locate` places later findings in the same text. */
export interface ParsedWorkflow {
  readonly document: WorkflowDocument | null
  readonly problems: readonly Problem[]
  readonly locate: Locate
}

/** Reads a workflow's YAML text and checks its shape; every problem carries its line and column. */
export function parseWorkflow(text: string): ParsedWorkflow {
  const { value, locate, problems } = parseDocumentOf(WorkflowSchema, text)
  return { document: value as WorkflowDocument | null, locate, problems }
}

/** Reads a YAML text and checks it against a schema: the value has that schema's shape, or is null. */
export function parseDocumentOf(
  schema: object,
  text: string,
): { readonly value: unknown; readonly locate: Locate; readonly problems: readonly Problem[] } {
  const source = readSource(text)
  if (source.problems.length > 0) return { value: null, locate: source.locate, problems: source.problems }
  const problems = findShapeProblems(schema, source.value).map(({ code, message, pointer, at }) => {
    return { severity: 'error', code, message, pointer, ...source.locate(pointer, at) } as const
  })
  return { value: problems.length === 0 ? source.value : null, locate: source.locate, problems }
}
