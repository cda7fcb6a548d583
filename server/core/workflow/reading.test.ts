import { describe, expect, it } from 'vitest'
import { countsDays, durationMs, isWholeDays } from './duration.ts'
import { momentMs, momentText } from './moment.ts'
import { overtakes } from './overtakes.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { canonicalPriority } from './priority.ts'
import type { AgeingClass } from './snapshot.ts'
import { readSource } from './source.ts'

describe('durationMs', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['PT8H', 28_800_000],
    ['P1D', 86_400_000],
    ['P1DT12H', 129_600_000],
    ['0s', 0],
  ])('reads %s', (text, ms) => {
    expect(durationMs(text)).toBe(ms)
  })

  it.each(['', 'P', 'PT', '15', 'm', '1m1h', '-5m', '1.5h', 'P1W', 'soon'])('refuses "%s"', (text) => {
    expect(durationMs(text)).toBe(null)
  })

  it('notices days', () => {
    expect(['2d', 'P1D', '24h', 'PT24H'].map(countsDays)).toEqual([true, true, false, false])
    expect(['2d', 'P1D', '2d4h', 'P1DT1H', '24h'].map(isWholeDays)).toEqual([true, true, false, false, false])
  })
})

describe('canonicalPriority', () => {
  it('resolves aliases and knows no other word', () => {
    expect(['medium', 'urgent', 'high', 'asap', ''].map(canonicalPriority)).toEqual([
      'normal',
      'critical',
      'high',
      null,
      null,
    ])
  })
})

describe('moments', () => {
  it('are read in the zone or with their own offset, and written in the zone', () => {
    expect(momentMs('2026-03-06T19:40', 'Europe/Madrid')).toBe(Date.UTC(2026, 2, 6, 18, 40))
    expect(momentMs('2026-03-06T19:40Z', 'Europe/Madrid')).toBe(Date.UTC(2026, 2, 6, 19, 40))
    expect(momentText(Date.UTC(2026, 2, 6, 18, 40), 'Europe/Madrid')).toBe('2026-03-06T19:40')
    expect(momentText(Date.UTC(2026, 2, 6, 18, 40, 30), 'Europe/Madrid')).toBe('2026-03-06T19:40:30')
  })
})

describe('readSource', () => {
  const at = (text: string, pointer: string, ...rest: ['key' | 'value', number?]) => {
    const { line, column } = readSource(text).locate(pointer, ...rest)
    return [line, column]
  }

  it('places keys, values and items', () => {
    const text = 'a:\n  - b: 1\n  - { c: 2 }\n'
    expect(at(text, '/a/1/c', 'key')).toEqual([3, 7])
    expect(at(text, '/a/1/c', 'value')).toEqual([3, 10])
    expect(at(text, '/a/0/missing', 'value')).toEqual([2, 5])
  })

  it('places a character inside plain, quoted, folded and literal texts', () => {
    expect(at('a: x == "y"', '/a', 'value', 5)).toEqual([1, 9])
    expect(at("a: 'x == y'", '/a', 'value', 5)).toEqual([1, 10])
    expect(at('a: >-\n  x &&\n  y\nb: 1', '/a', 'value', 5)).toEqual([3, 3])
    expect(at('a: |\n    x &&\n    y\nb: 1', '/a', 'value', 5)).toEqual([3, 5])
    expect(at('a: x &&\n  y', '/a', 'value', 5)).toEqual([2, 3])
  })

  it('follows escaped pointers and aliases', () => {
    expect(at('"a/b": { x~y: 1 }', '/a~1b/x~0y', 'value')).toEqual([1, 15])
    expect(at('a: &k { n: 1 }\nb: *k', '/b/n', 'value')).toEqual([1, 12])
  })

  it('keeps dates and the words yes and no as texts', () => {
    expect(readSource('a: 2026-01-01\nb: yes\nc: off').value).toEqual({ a: '2026-01-01', b: 'yes', c: 'off' })
  })

  it('refuses a character that no database keeps, be it in a comment', () => {
    const problem = { severity: 'error', code: 'yaml_syntax', line: 2, column: 5 }
    expect(readSource('a: 1\n# x \0\n')).toMatchObject({ value: null, problems: [problem] })
  })

  it('refuses an alias bomb', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
    )
    const { problems } = readSource(['a0: &a0 [x]', ...levels].join('\n'))
    expect(problems.map(({ code }) => code)).toEqual(['alias_bomb'])
  })

  it('cannot be used to reach a prototype', () => {
    const { document, problems } = parseWorkflow('__proto__: { polluted: true }\nname: X')
    expect(document).toBe(null)
    expect(problems.length).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
  })
})

describe('parseWorkflow', () => {
  it('reports every fault once, with a hint for a slip of the pen', () => {
    const { problems } = parseWorkflow('nam: X\nzone: 4')
    const unknown = problems.filter(({ code }) => code === 'unknown_key')
    expect(unknown).toEqual([
      expect.objectContaining({
        line: 1,
        column: 1,
        message: '`nam` is not known here. Did you mean `name`?',
        pointer: '/nam',
      }),
    ])
    expect(problems).toContainEqual(expect.objectContaining({ code: 'wrong_type', line: 2, column: 7 }))
  })

  it('refuses an empty text', () => {
    expect(parseWorkflow('').problems).toMatchObject([{ code: 'wrong_type', line: 1, column: 1 }])
  })
})

describe('overtakes', () => {
  const minute = 60_000
  const never = { base: 0, slopePerMinute: 0, cap: Infinity }

  it('prints after how many minutes a lower priority passes a new higher one', () => {
    const found = overtakes({
      low: { base: 0, slopePerMinute: 2, cap: Infinity },
      normal: { base: 60, slopePerMinute: 3, cap: 100 },
      high: { base: 120, slopePerMinute: 2, cap: Infinity },
      critical: { base: 180, slopePerMinute: 2, cap: Infinity },
    })
    const minutes = Object.fromEntries(
      found.map(({ lower, higher, afterMs }) => [`${lower} ${higher}`, afterMs === null ? null : afterMs / minute]),
    )
    expect(minutes).toEqual({
      'low normal': 30,
      'low high': 60,
      'low critical': 90,
      'normal high': null,
      'normal critical': null,
      'high critical': 30,
    })
  })

  it('tells from when on a newcomer of a steeper class never passes again', () => {
    const settled = (high: AgeingClass, low: AgeingClass) => {
      const found = overtakes({ low, normal: low, high, critical: high })
      return found.find(({ lower, higher }) => lower === 'low' && higher === 'high')
    }
    const pair = { lower: 'low', higher: 'high' }
    const high = { base: 60, slopePerMinute: 4, cap: 100 }
    const low = { base: 0, slopePerMinute: 2, cap: Infinity }
    expect(settled(high, low)).toEqual({ ...pair, afterMs: 30 * minute, neverPassedAfterMs: 40 * minute })
    expect(settled({ ...high, slopePerMinute: 2 }, low)).toMatchObject({ neverPassedAfterMs: 30 * minute })
    expect(settled({ ...high, cap: Infinity }, low)).toMatchObject({ neverPassedAfterMs: null })
    expect(settled(high, { ...low, cap: 80 })).toMatchObject({ afterMs: 30 * minute, neverPassedAfterMs: null })
  })

  it('counts no base beyond its cap', () => {
    const found = overtakes({
      low: { base: 0, slopePerMinute: 2, cap: 60 },
      normal: { base: 100, slopePerMinute: 2, cap: 50 },
      high: never,
      critical: never,
    })
    expect(found.find(({ lower, higher }) => lower === 'low' && higher === 'normal')?.afterMs).toBe(25 * minute)
  })

  it('has nothing to overtake among equals', () => {
    expect(
      overtakes({ low: never, normal: never, high: never, critical: never }).every(({ afterMs }) => afterMs === 0),
    ).toBe(true)
  })
})
