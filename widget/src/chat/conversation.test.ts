import { describe, expect, it } from 'vitest'
import { enqueue, hasGap, hear, lastSeq, markRefused, type Message, nothingSaid, unreadAfter } from './conversation.ts'

const message = (seq: number, clientId: string | null = null): Message => ({
  seq,
  clientId,
  author: { kind: clientId === null ? 'agent' : 'customer', name: null },
  automatic: false,
  body: `message ${seq}`,
  createdAt: '2026-01-01T10:00:00.000Z',
})

const pending = (clientId: string) => ({ clientId, body: clientId, at: '2026-01-01T10:00:00.000Z', isRefused: false })
const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq)

describe('a conversation', () => {
  it('is the same in the end, in whatever order and however often its messages are heard', () => {
    const all = [1, 2, 3, 4].map((seq) => message(seq))
    for (const order of permutations([0, 1, 2, 3, 1])) {
      let heard = nothingSaid
      for (const place of order) {
        heard = hear(heard, [all[place]!])
        expect(seqs(heard.messages)).toEqual(heard.messages.map((_one, index) => index + 1))
      }
      expect([seqs(heard.messages), hasGap(heard)]).toEqual([[1, 2, 3, 4], false])
    }
  })

  it('shows nothing beyond what is missing, and says that something is', () => {
    const heard = hear(hear(nothingSaid, [message(1)]), [message(3)])
    expect([seqs(heard.messages), lastSeq(heard), hasGap(heard)]).toEqual([[1], 1, true])
    expect(seqs(hear(heard, [message(2)]).messages)).toEqual([1, 2, 3])
  })

  it('takes from the outbox what the server has, from the answer or from the stream, even beyond a gap', () => {
    const written = enqueue(enqueue(nothingSaid, pending('a')), pending('b'))
    expect(hear(written, [message(1, 'a')]).outbox.map(({ clientId }) => clientId)).toEqual(['b'])
    expect(hear(written, [message(5, 'b')]).outbox.map(({ clientId }) => clientId)).toEqual(['a'])
  })

  it('keeps what was refused until it is tried again', () => {
    const refused = markRefused(enqueue(nothingSaid, pending('a')), 'a', true)
    expect(refused.outbox[0]?.isRefused).toBe(true)
    expect(markRefused(refused, 'a', false).outbox[0]?.isRefused).toBe(false)
  })

  it('counts as unread what others said after the last one seen', () => {
    const heard = hear(nothingSaid, [message(1, 'a'), message(2), message(3), message(4, 'b')])
    expect([unreadAfter(heard, 0), unreadAfter(heard, 2), unreadAfter(heard, 4)]).toEqual([2, 1, 0])
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, place) =>
    permutations(items.filter((_one, index) => index !== place)).map((rest) => [item, ...rest]),
  )
}
