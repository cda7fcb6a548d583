import { describe, expect, it } from 'vitest'
import { readPartnerAnswer, turnsDownTicket } from './read-answer.ts'

const answered = (status: number, webhookDelivery: string | null = null) =>
  ({ kind: 'answered', status, headers: { retryAfter: null, webhookDelivery } }) as const
const event = 'STORE_SUPPORT_TICKET_EVENT'

describe('the answer of a partner’s endpoint', () => {
  it.each([
    [answered(202), 'heard'],
    [answered(409), 'declined'],
    [answered(422, 'abort-message'), 'declined'],
    [answered(410), 'gone'],
    [answered(404, 'disable'), 'gone'],
    [answered(422), 'unheard'],
    [answered(503), 'unheard'],
    [{ kind: 'failed', errorClass: 'timeout' }, 'unheard'],
  ] as const)('%j is %s', (outcome, meant) => expect(readPartnerAnswer(event, outcome)).toBe(meant))

  it('is read of partners’ events alone', () => {
    expect(readPartnerAnswer('ticket.created', answered(409))).toBeNull()
    expect([turnsDownTicket(event, answered(409)), turnsDownTicket('ticket.created', answered(409))]).toEqual([
      true,
      false,
    ])
    expect(turnsDownTicket(event, answered(410))).toBe(false)
  })
})
