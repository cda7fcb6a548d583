import { describe, expect, it } from 'vitest'
import { wereTestsRun } from './were-tests-run.ts'

const place = { code: 'x', message: 'x', line: 1, column: 1, pointer: '/' }

describe('the tests in a document', () => {
  it.each([
    ['run when nothing is wrong', [], true],
    ['run beside a warning', [{ ...place, severity: 'warning' as const }], true],
    ['do not run where there is an error', [{ ...place, severity: 'error' as const }], false],
  ])('%s', (_, problems, were) => {
    expect(wereTestsRun({ isPublishable: false, problems, tests: [] })).toBe(were)
  })
})
