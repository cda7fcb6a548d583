import type { RoutingStep } from '@switchyard/sdk'
import { beforeAll, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { stepText, stepWhen } from './step-words.ts'

beforeAll(() => installWords('en', en))

const plain: RoutingStep = {
  kind: 'relax',
  at: null,
  afterMs: 240_000,
  on: null,
  above: null,
  to: null,
  isSkippedIfNobody: false,
  passedOver: null,
  skills: null,
  dropSkills: [],
  languages: null,
  ring: null,
}
const queues = [{ slug: 'backend', label: 'Back end' }]

it.each([
  [{ skills: { payments: 1 } }, 'after 4m: Asks payments 1 or better'],
  [{ ring: 2, languages: ['pt', 'es'] }, 'after 4m: Widens to ring 2. Any of pt, es will do'],
  [{ languages: [] }, 'after 4m: No longer asks for a language'],
  [{ dropSkills: ['fraud'] }, 'after 4m: No longer asks for fraud'],
  [{ kind: 'expire' }, 'after 4m: Its time is up and it ends'],
  [
    { kind: 'overflow', on: 'wait', to: 'backend', isSkippedIfNobody: true },
    'after 4m: Moves to Back end, if somebody there can take it',
  ],
  [{ kind: 'overflow', on: 'length', above: 20, to: 'callback' }, 'over 20 waiting: Offers to call back'],
  [
    { kind: 'overflow', on: 'wait', to: 'callback', passedOver: 'number_withheld' },
    'after 4m: Offers to call back, but not this caller: the number is withheld',
  ],
  [{ kind: 'overflow', on: 'estimate', to: 'northwind' }, 'wait over 4m: Moves to northwind'],
  [{ kind: 'overflow', on: 'nobody', to: 'escalate' }, 'nobody can: Escalates to a case'],
  [{ kind: 'overflow', on: 'closed', to: 'message' }, 'when closed: Becomes a message to answer later'],
] as [Partial<RoutingStep>, string][])('a step %j reads "%s"', (change, expected) => {
  const step = { ...plain, ...change }
  expect(`${stepWhen(step)}: ${stepText(step, queues)}`).toBe(expected)
})
