import type { TimelineItem } from '@switchyard/sdk'
import { beforeAll, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { eventWords } from './event-words.ts'

beforeAll(() => installWords('en', en))

const declined = (data: TimelineItem['data']): TimelineItem => ({
  kind: 'event',
  seq: 7,
  id: 'evt_1',
  ticketId: 'ticket_1',
  type: 'offer.declined',
  at: '2026-11-20T09:00:00.000Z',
  actor: { kind: 'agent', id: 'agent_1', name: 'Ana' },
  cause: null,
  data: { offerId: 'offer_1', agentId: 'agent_1', ...data },
  message: null,
})
const detailOf = (data: TimelineItem['data']) =>
  eventWords(declined(data), { meIds: [], agentNames: new Map(), decisions: new Map() }).detail

it('a declined offer says why, by its code and in the words of whoever declined', () => {
  expect(detailOf({ code: 'wrong_skill', note: 'Not my product.' })).toBe('wrong_skill, “Not my product.”')
  expect([detailOf({ code: null }), detailOf({ code: null, note: '' })]).toEqual(['', ''])
})

it('a move of time that an open case holds up says so', () => {
  const refused = { move: 'close-solved', to: 'closed', missing: [], barredBy: ['unlessCaseOpen'] }
  expect(detailOf(refused)).toContain('a case is open')
})

it('what a team is told of says which team, and then who was told', () => {
  const event = { ...declined({}), actor: { kind: 'system', id: 'system', name: null } }
  const context = { meIds: ['agent_1'], agentNames: new Map([['agent_2', 'Mara']]), decisions: new Map() }
  const detail = (type: string, data: TimelineItem['data']) => eventWords({ ...event, type, data }, context).detail
  expect(detail('ticket.team_notified', { teams: ['care', 'managers'], by: 'rule' })).toBe('care, managers')
  expect(detail('ticket.team_told', { teams: ['care'], agents: ['agent_1', 'agent_2', 'agent_9'] })).toBe('You, Mara')
})

it('a step of a clock says its share of the target, or how long before or after it is due it was taken', () => {
  const event = { ...declined({}), type: 'sla.warned', actor: { kind: 'system', id: 'system', name: null } }
  const context = { meIds: [], agentNames: new Map(), decisions: new Map() }
  const detail = (point: TimelineItem['data']) =>
    eventWords({ ...event, data: { clockId: 'clock_1', metric: 'resolution', ...point } }, context).detail
  expect(detail({ percent: 75, offsetMs: null })).toBe('resolution, 75 % used')
  expect(detail({ percent: null, offsetMs: -900_000 })).toBe('resolution, 15m before due')
  expect(detail({ percent: null, offsetMs: 5_400_000 })).toBe('resolution, 1h 30m after due')
})
