import { describe, expect, it } from 'vitest'
import { readArguments } from './read-arguments.ts'

const read = (...argv: string[]) => readArguments(argv, { from: 'value', review: 'switch' })

describe('the arguments of a command', () => {
  it('are words, flags of its own and settings, in any order', () => {
    const given = read('--data=/tmp/data', 'one', '--review', 'two', '--from', 'file.yaml')
    expect(given.words).toEqual(['one', 'two'])
    expect([given.text('from'), given.isOn('review'), given.settings.dataFolder]).toEqual([
      'file.yaml',
      true,
      '/tmp/data',
    ])
  })

  it.each([
    [['--from', '--review'], '--from needs a value.'],
    [['--review', '--from'], '--from needs a value.'],
    [['--review=yes'], "Option '--review' does not take an argument"],
    [['--form', 'file.yaml'], "Unknown option '--form'"],
  ])('are refused with one sentence: %j', (argv, sentence) => {
    expect(() => read(...argv)).toThrow(expect.objectContaining({ code: 'invalid', message: sentence }))
  })
})
