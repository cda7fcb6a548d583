import { beforeAll, describe, expect, it } from 'vitest'
import { countedDuration, listTime, momentText, placeOfZone, shareText, shortDuration, timerText } from './time.ts'
import { en } from './words/en.ts'
import { installWords } from './words/words.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

beforeAll(() => installWords('en', en))

describe('durations', () => {
  it.each([
    [0, '0:00'],
    [102 * second, '1:42'],
    [119 * second, '1:59'],
    [2 * minute, '2m'],
    [59.9 * minute, '59m'],
    [hour, '1h'],
    [4 * hour + 20 * minute, '4h 20m'],
    [76 * hour, '3d 4h'],
    [-8 * minute, '8m'],
  ])('%i ms reads %s', (ms, text) => {
    expect(shortDuration(ms)).toBe(text)
  })

  it.each([
    [0, '0:00'],
    [6 * minute + 12 * second, '6:12'],
    [59 * minute + 59 * second, '59:59'],
    [hour + 5 * minute, '1h 5m'],
    [-second, '0:00'],
  ])('of a timer: %i ms reads %s', (ms, text) => {
    expect(timerText(ms)).toBe(text)
  })

  it('of counted time have no colon', () => {
    expect([40 * second, 90 * second, 25 * minute].map(countedDuration)).toEqual(['40s', '1m', '25m'])
  })
})

describe('shares', () => {
  it('have at most one decimal', () => {
    expect([1, 0.9412, 0].map(shareText)).toEqual(['100%', '94.1%', '0%'])
  })
})

describe('times in a list', () => {
  const now = new Date(2026, 10, 20, 15, 0).getTime()
  it('are a clock time today, a weekday this week, else a date', () => {
    expect(listTime(new Date(2026, 10, 20, 9, 5).toISOString(), now)).toBe('09:05')
    expect(listTime(new Date(2026, 10, 18, 9, 5).toISOString(), now)).toBe('Wed')
    expect(listTime(new Date(2026, 7, 3).toISOString(), now)).toBe('Aug 3')
    expect(listTime(new Date(2024, 7, 3).toISOString(), now)).toBe('Aug 2024')
  })

  it('say a moment once when it is today', () => {
    expect(momentText(new Date(2026, 10, 20, 9, 5).toISOString(), now)).toBe('09:05')
    expect(momentText(new Date(2026, 10, 18, 9, 5).toISOString(), now)).toBe('Wed 09:05')
  })

  it('name the place of a zone', () => {
    expect(placeOfZone('America/Sao_Paulo')).toBe('Sao Paulo')
  })
})
