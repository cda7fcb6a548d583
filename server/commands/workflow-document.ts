import { readFile } from 'node:fs/promises'
import {
  compileWorkflow,
  lintWorkflow,
  parseWorkflow,
  runEmbeddedTests,
  type WorkflowSnapshot,
} from '../core/workflow/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Terminal } from './command.ts'

/** The text of a workflow file. Throws `not_found`. */
export async function readDocument(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new AppError('not_found', `The file ${file} cannot be read.`)
  })
}

/** Prints what is wrong with a document, a line each, with its place; gives what it says when it may be put in force, else null. */
export function checkDocument(
  { file, document }: { file: string; document: string },
  terminal: Terminal,
): WorkflowSnapshot | null {
  const parsed = parseWorkflow(document)
  const linted = parsed.document === null ? [] : lintWorkflow(parsed.document, parsed.locate)
  const problems = [...parsed.problems, ...linted].toSorted((a, b) => a.line - b.line || a.column - b.column)
  for (const { line, column, severity, code, message } of problems) {
    terminal.out(`${file}:${line}:${column} ${severity} ${code} ${message}`)
  }
  const errors = problems.filter((problem) => problem.severity === 'error').length
  if (parsed.document === null || errors > 0) {
    terminal.tell(`${count(Math.max(errors, 1), 'error')}.`)
    return null
  }
  const snapshot = compileWorkflow(parsed.document, 0, parsed.locate)
  const tests = runEmbeddedTests(snapshot)
  const failed = tests.filter((test) => !test.passed)
  for (const { name, expected, actual, line } of failed) {
    const found = `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
    terminal.out(`${file}:${line ?? 1}:1 error test_failed "${name}": ${found}`)
  }
  const warnings = problems.length > 0 ? `, ${count(problems.length, 'warning')}` : ''
  terminal.tell(`${tests.length - failed.length} of ${tests.length} tests pass${warnings}.`)
  return failed.length === 0 ? snapshot : null
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
