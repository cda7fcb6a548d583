import { describe, expect, it } from 'vitest'
import { readOfferReply } from './read-offer-reply.ts'

const answered = (status: number, bodyText = '', bodyIsTruncated = false) =>
  ({
    kind: 'answered',
    status,
    headers: { retryAfter: null, webhookDelivery: null },
    bodyText,
    bodyIsTruncated,
  }) as const
const accept = { kind: 'accept' }
const received = { kind: 'received' }
const failed = { kind: 'failed', isBusy: false }
const declined = (code: string | null = null, reason: string | null = null) => ({ kind: 'decline', code, reason })

describe('what an endpoint answers to an offer', () => {
  it.each([
    ['200 accept', answered(200, '{"answer":"accept"}'), accept, accept],
    ['201 accept among other members', answered(201, '{"id":7,"answer":"accept"}'), accept, accept],
    ['200 decline', answered(200, '{"answer":"decline"}'), declined(), declined()],
    ['204', answered(204), received, accept],
    ['202', answered(202, 'accepted for processing'), received, accept],
    ['200 with an answer nobody knows', answered(200, '{"answer":"perhaps"}'), received, accept],
    ['200 with a list', answered(200, '["accept"]'), received, accept],
    ['200 with an answer that was cut off', answered(200, '{"answer":"decline"}', true), received, accept],
    ['409', answered(409), declined(), declined()],
    ['410 with its reason', answered(410, '{"code":"closed","reason":"Closed"}'), declined('closed', 'Closed'), null],
    ['404', answered(404, '{"answer":"accept"}'), failed, failed],
    ['a redirect', answered(302), failed, failed],
    ['500', answered(500, '{"answer":"accept"}'), failed, failed],
    ['429', answered(429), { kind: 'failed', isBusy: true }, null],
    ['nothing', { kind: 'failed', errorClass: 'timeout' } as const, failed, failed],
  ])('%s', (_name, outcome, explicit, byReceipt) => {
    expect(readOfferReply(outcome, 'explicit')).toEqual(explicit)
    expect(readOfferReply(outcome, 'receipt')).toEqual(byReceipt ?? explicit)
  })

  it('keeps a code only if it is one, and a reason short and without control characters', () => {
    const said = (body: object) =>
      readOfferReply(answered(200, JSON.stringify({ answer: 'decline', ...body })), 'explicit')
    expect(said({ code: 'wrong_skill', reason: 'Not\u0000ours\nat all' })).toEqual(
      declined('wrong_skill', 'Not ours at all'),
    )
    expect(said({ code: 'No such!', reason: 7 })).toEqual(declined())
    expect(said({ code: 'x'.repeat(64), reason: 'y'.repeat(5_000) })).toEqual(declined(null, 'y'.repeat(1_000)))
  })
})
