import { beforeAll, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { transitionHint } from './transition-hint.ts'

beforeAll(() => installWords('en', en))

const move = { to: 'closed', label: 'Closed', missing: [] }

it('says how much a move asks for, and nothing where it asks for nothing', () => {
  expect(transitionHint({ ...move, missing: ['resolution'] })).toEqual({ hint: 'asks 1 fact' })
  expect(transitionHint(move)).toEqual({})
})

it('says first what keeps one from it, whatever it asks for besides', () => {
  const barredBy = [
    { guard: 'roles', roles: ['manager', 'engineer'], reason: 'only manager or engineer may' },
    { guard: 'unlessCaseOpen', roles: [], reason: 'a case of the ticket is open' },
  ] as const
  expect(
    transitionHint({
      ...move,
      missing: ['resolution'],
      barredBy: barredBy.map((bar) => ({ ...bar, roles: [...bar.roles] })),
    }),
  ).toEqual({ hint: 'only manager / engineer, a case is open', isDisabled: true })
})
