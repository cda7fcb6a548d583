import { ApiProblem } from '@switchyard/sdk'
import type { Offer } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { offerStage } from './offer-stage.ts'

const offer: Offer = {
  id: 'offer_1',
  state: 'pending',
  taskId: 'task_1',
  ticketId: 'ticket_1',
  agentId: 'agent_1',
  kind: 'ticket',
  queue: 'payments',
  channel: 'ticket',
  createdAt: '2026-11-20T09:00:00.000Z',
  endedAt: null,
  endCode: null,
  endNote: null,
  decisionId: null,
  call: null,
  ticket: {
    number: 10_412,
    issueSummary: 'Deposit is missing',
    priority: 'normal',
    language: 'pt',
    customer: { externalId: 'rui-costa', name: null },
    waitedMs: 0,
  },
  expiresAt: '2026-11-20T09:00:30.000Z',
  reasons: [],
  version: 1,
}
const open = { offer, isAccepting: false, error: null, leftMs: 5000 }
const conflict = (body: object) => new ApiProblem({ status: 409, ...body }, null)

describe('an offer on screen', () => {
  it('is open until its time is up', () => {
    expect(offerStage(open).name).toBe('open')
    expect(offerStage({ ...open, leftMs: 0 }).name).toBe('expired')
  })

  it('keeps accepting past its time, the server decides', () => {
    expect(offerStage({ ...open, isAccepting: true, leftMs: 0 }).name).toBe('accepting')
  })

  it('says what a late answer lost to, in the words of the API', () => {
    const lost = (lostTo: string) => offerStage({ ...open, error: conflict({ code: 'offer_ended', lostTo }) }).name
    expect(['accepted', 'expired', 'declined', 'revoked', 'cancelled'].map(lost)).toEqual([
      'taken',
      'expired',
      'expired',
      'revoked',
      'revoked',
    ])
    expect(offerStage({ ...open, offer: { ...offer, state: 'revoked' } }).name).toBe('revoked')
  })

  it('shows another failure and stays answerable', () => {
    expect(offerStage({ ...open, error: new ApiProblem({ status: 503 }, null) }).name).toBe('failed')
  })
})
