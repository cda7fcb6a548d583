import { expect, it } from 'vitest'
import { compileLifecycle } from '../../core/lifecycle/index.ts'
import type { Ticket, TicketPatch } from '../tickets/index.ts'
import { clockEventsAfter } from './clock-events-after.ts'

const lifecycle = compileLifecycle(
  'care',
  {
    label: 'Care',
    start: 'open',
    classified: 'open',
    assigned: 'open',
    statuses: {
      open: { label: 'Open', category: 'open' },
      with_partner: { label: 'With partner', category: 'waiting', from: ['open'], awaits: 'partner' },
      closed: { label: 'Closed', category: 'closed' },
    },
    transitions: [
      { from: 'open', to: 'closed' },
      { from: 'closed', to: 'open', reopens: true },
    ],
  },
  0,
)
const at = 1_000
const kindsAfter = (status: string, patch: TicketPatch, kinds: readonly ('status' | 'restored')[] = []) => {
  const ticket = { queue: 'frontline', status } as Ticket
  const clockEvents = kinds.map((kind) =>
    kind === 'status' ? ({ kind, to: 'open', at } as const) : ({ kind, reason: 'merged', at } as const),
  )
  return clockEventsAfter({ ticket, lifecycle }, { patch, clockEvents }, at).map((event) =>
    event.kind === 'partner' ? `partner ${event.isAwaited}` : event.kind === 'queue' ? `queue ${event.to}` : event.kind,
  )
}

it('clocks hear of a queue only where it is another one', () => {
  expect(kindsAfter('open', { queue: 'backend' })).toEqual(['queue backend'])
  expect(kindsAfter('open', { queue: 'frontline' })).toEqual([])
  expect(kindsAfter('open', { priority: 'high' })).toEqual([])
})

it('what opens again does so in its new queue, and what ends does so in its old one', () => {
  expect(kindsAfter('closed', { queue: 'backend', status: 'open' }, ['status'])).toEqual(['queue backend', 'status'])
  expect(kindsAfter('open', { queue: 'backend', status: 'closed' }, ['status'])).toEqual(['status', 'queue backend'])
})

it('clocks hear of a partner that is awaited, and that it no longer is, also after a merge that is undone', () => {
  expect(kindsAfter('open', { status: 'with_partner' }, ['status'])).toEqual(['status', 'partner true'])
  expect(kindsAfter('with_partner', { status: 'open' }, ['status'])).toEqual(['status', 'partner false'])
  expect(kindsAfter('open', { status: 'closed' }, ['status'])).toEqual(['status'])
  expect(kindsAfter('closed', { status: 'open' }, ['status', 'restored'])).toEqual([
    'status',
    'restored',
    'partner false',
  ])
})
