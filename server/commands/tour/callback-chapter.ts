import { setTimeout as pause } from 'node:timers/promises'
import { verifyWebhook } from '@switchyard/sdk'
import { type CallbackBody, describeCallback, readCallbackBody } from '../callback-body.ts'
import type { ReceivedCallback } from '../callback-receiver.ts'
import type { TourGuide } from './tour-client.ts'

const patienceMs = 15_000

/** Waits for the callbacks of a ticket that has come to its end, and verifies them as a partner would. */
export async function playCallbacks(
  guide: TourGuide,
  { received, ticketId }: { received: readonly ReceivedCallback[]; ticketId: string },
): Promise<void> {
  guide.chapter(
    'Told to the partner, signed',
    'rising sequence numbers; webhook-id stays the same when one is sent again',
  )
  const until = performance.now() + patienceMs
  while (performance.now() < until && !received.some(({ body }) => eventOf(body) === 'ticket.closed')) await pause(20)

  const answer = await guide.ask({ method: 'GET', path: '/v1/tokens/self/callback-secret' })
  const secrets = [String(answer.body['secret'])]
  const verdicts: boolean[] = []
  const bodies: CallbackBody[] = []
  for (const { headers, body } of received) {
    const { ok } = await verifyWebhook({ secrets, headers, body, nowMs: Date.now() })
    verdicts.push(ok)
    const read = readCallbackBody(body)
    if (read !== null) bodies.push(read)
    guide.note(`${ok ? 'verified' : 'REFUSED '} ${read === null ? body.slice(0, 100) : describeCallback(read)}`)
  }
  guide.expect('every signature is good', verdicts.every(Boolean) && verdicts.length > 0, true)
  const sequences = bodies.map((body) => body.sequence)
  guide.expect(
    'they came in order',
    sequences,
    sequences.toSorted((a, b) => a - b),
  )
  guide.expect(
    'all are of this ticket',
    bodies.every((body) => body.ticketId === ticketId),
    true,
  )
  const told = new Set(bodies.map((body) => body.data.change.event))
  const must = ['ticket.created', 'ticket.assigned', 'ticket.replied', 'ticket.status_changed', 'ticket.closed']
  guide.expect(
    'every step was told',
    must.filter((event) => !told.has(event)),
    [],
  )
}

function eventOf(body: string): string | null {
  return readCallbackBody(body)?.data.change.event ?? null
}
