import type { WorkflowCheck } from '@switchyard/sdk'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { applyRefusal } from './apply-reason.ts'
import { testDifferences } from '../../ui/test-differences.ts'

const clean: WorkflowCheck = { isPublishable: true, problems: [], tests: [] }
const problem = { severity: 'error', code: 'x', message: 'x', line: 1, column: 1, pointer: '/' } as const
const test = { name: 'x', passed: false, expected: 1, actual: 2, line: 1 }

beforeAll(() => installWords('en', en))

describe('why a workflow cannot be applied', () => {
  it.each([
    [{ isChanged: false, check: clean }, 'No change to apply'],
    [{ isChanged: true, check: null }, 'Checking'],
    [{ isChanged: true, check: { ...clean, problems: [problem] } }, '1 error'],
    [{ isChanged: true, check: { ...clean, tests: [test] } }, '1 of 1 tests fail'],
    [{ isChanged: true, check: { ...clean, isPublishable: false } }, 'The server would refuse this document'],
    [{ isChanged: true, check: clean }, null],
    [{ isChanged: true, check: { ...clean, problems: [{ ...problem, severity: 'warning' as const }] } }, null],
  ])('%# is said beside the button', (input, words) => {
    expect(applyRefusal(input)).toBe(words)
  })
})

describe('a failed test', () => {
  it('shows only the members that differ', () => {
    expect(testDifferences({ queue: 'payments', priority: 'high' }, { queue: 'frontline', priority: 'high' })).toEqual([
      { name: 'queue', expected: 'payments', actual: 'frontline' },
    ])
  })

  it('shows plain values whole', () => {
    expect(testDifferences('payments', undefined)).toEqual([{ name: '', expected: 'payments', actual: '–' }])
  })
})
