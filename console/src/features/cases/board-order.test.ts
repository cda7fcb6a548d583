import { describe, expect, it } from 'vitest'
import { stepOver } from './board-order.ts'

const lanes = [['a', 'b', 'c'], [], ['d'], ['e', 'f']]

describe('the keys of the board', () => {
  it.each([
    ['b', 'up', 'a'],
    ['b', 'down', 'c'],
    ['a', 'up', null],
    ['c', 'right', 'd'],
    ['f', 'left', 'd'],
    ['d', 'left', 'a'],
    ['a', 'left', null],
    ['c', 'next', 'd'],
    ['d', 'previous', 'c'],
    ['f', 'next', null],
  ] as const)('from %s, %s leads to %s', (from, step, to) => {
    expect(stepOver(lanes, from, step)).toBe(to)
  })

  it('begin at the first card, also when the one they knew is gone', () => {
    expect(stepOver(lanes, null, 'next')).toBe('a')
    expect(stepOver(lanes, 'gone', 'down')).toBe('a')
    expect(stepOver([[], []], null, 'next')).toBeNull()
  })
})
