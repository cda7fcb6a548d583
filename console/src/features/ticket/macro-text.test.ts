import { expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { actionText, rankOf, slashAt, withSlash, withWords } from './macro-text.ts'

it('finds a slash only where a line begins', () => {
  expect(slashAt('/', 1)).toEqual({ from: 0, part: '' })
  expect(slashAt('Hello\n/Ask th', 13)).toEqual({ from: 6, part: 'ask th' })
  expect(slashAt('either/or', 9)).toBeNull()
  expect(slashAt('/usr/bin', 8)).toBeNull()
  expect(slashAt('/ask\nmore', 9)).toBeNull()
})

it('puts words in the place of what was typed', () => {
  expect(withWords('Hello\n/as, bye', { from: 6, caret: 9 }, 'Which one?')).toEqual({
    text: 'Hello\nWhich one?, bye',
    caret: 16,
  })
  expect([withSlash(''), withSlash('Hello'), withSlash('Hello\n')]).toEqual(['/', 'Hello\n/', 'Hello\n/'])
})

it('ranks names that begin so before words, words before parts', () => {
  const ask = { name: 'Ask for the transaction', key: 'ask-transaction' }
  expect(['ask', 'trans', 'action', 'refund'].map((part) => rankOf(ask, part))).toEqual([0, 1, 2, null])
})

it('says what an action does, and a code it does not know as it is', () => {
  installWords('en', en)
  expect(actionText('status solved')).toBe(`Status: ${en['status.solved']}`)
  expect(actionText('tag vip, late')).toBe('Tag: vip, late')
  expect(actionText('unassign')).toBe('Unassign')
  expect(actionText('dance all night')).toBe('dance all night')
})
