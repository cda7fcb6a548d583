import { describe, expect, it } from 'vitest'
import { readConsultReply } from './read-consult-reply.ts'

const answered = (status: number, bodyText = '', bodyIsTruncated = false) =>
  ({
    kind: 'answered',
    status,
    headers: { retryAfter: null, webhookDelivery: null },
    bodyText,
    bodyIsTruncated,
  }) as const
const answer = (note: string | null) => ({ kind: 'answer', note })
const received = { kind: 'received' }
const failed = { kind: 'failed', isBusy: false }

describe('what an endpoint answers to a question', () => {
  it.each([
    ['an answer', answered(200, '{"answer":"reply","note":"Since nine."}'), answer('Since nine.')],
    ['an answer without words', answered(201, '{"answer":"reply"}'), answer(null)],
    ['an answer of blanks', answered(200, '{"answer":"reply","note":" \\n "}'), answer(null)],
    ['a refusal', answered(200, '{"answer":"decline","reason":"Not mine","note":"x"}'), answer('Not mine')],
    ['409', answered(409, '{"reason":"Busy"}'), answer('Busy')],
    ['410', answered(410), answer(null)],
    ['204', answered(204), received],
    ['202 with other words', answered(202, '{"answer":"later","note":"x"}'), received],
    ['a note that is no text', answered(200, '{"answer":"reply","note":7}'), answer(null)],
    ['an answer that was cut off', answered(200, '{"answer":"reply","note":"x"}', true), received],
    ['a list', answered(200, '["reply"]'), received],
    ['404', answered(404, '{"answer":"reply"}'), failed],
    ['500', answered(500), failed],
    ['429', answered(429), { kind: 'failed', isBusy: true }],
    ['nothing', { kind: 'failed', errorClass: 'timeout' } as const, failed],
  ])('%s', (_name, outcome, expected) => {
    expect(readConsultReply(outcome)).toEqual(expected)
  })

  it('keeps lines, drops other control characters, and keeps no more than it says', () => {
    const said = (note: string) => readConsultReply(answered(200, JSON.stringify({ answer: 'reply', note })))
    expect(said('one\ntwo\u0000\u001bthree')).toEqual(answer('one\ntwo three'))
    expect(said('x'.repeat(9_000))).toEqual(answer('x'.repeat(8_000)))
  })
})
