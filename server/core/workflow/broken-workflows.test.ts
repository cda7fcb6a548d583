import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lintWorkflow } from './lint-workflow.ts'
import { parseWorkflow } from './parse-workflow.ts'
import type { ProblemCode } from './problem.ts'
import { readSource } from './source.ts'

/** What is broken in the sound document; the problem shows in the line where `marker`, else the new text, begins. */
interface Case {
  readonly name: string
  readonly code: ProblemCode
  readonly from: string
  readonly to: string
  readonly marker?: string
}

const corpus = readSource(readFileSync(new URL('broken-workflows.yaml', import.meta.url), 'utf8'))
const { sound, errors, warnings } = corpus.value as { sound: string; errors: Case[]; warnings: Case[] }

const problemsOf = (text: string) => {
  const { document, problems, locate } = parseWorkflow(text)
  return document === null ? problems : [...problems, ...lintWorkflow(document, locate)]
}

/** Line of the last occurrence: cases point at what they changed. */
const lineOf = (text: string, marker: string) => text.slice(0, text.lastIndexOf(marker)).split('\n').length

describe('a sound document', () => {
  it('has no problem at all', () => {
    expect(problemsOf(sound)).toEqual([])
  })
})

describe.each([
  ['error', errors],
  ['warning', warnings],
] as const)('as an %s', (severity, cases) => {
  it.each(cases)('$name', ({ from, to, code, marker = to }) => {
    const text = sound.replace(from, to)
    expect(text).not.toBe(sound)
    const found = problemsOf(text).map((problem) => ({
      severity: problem.severity,
      code: problem.code,
      line: problem.line,
    }))
    expect(found).toContainEqual({ severity, code, line: lineOf(text, marker) })
  })
})

describe('the corpus', () => {
  it('is large enough to mean something, and its warnings stop nobody', () => {
    expect(errors.length + warnings.length).toBeGreaterThanOrEqual(40)
    for (const { from, to } of warnings) {
      expect(problemsOf(sound.replace(from, to)).filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })
})
