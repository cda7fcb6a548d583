import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import type { SendingDesk } from './desk.ts'
import { type Heard, openHook } from './hook.ts'
import { firstOfEach } from './verdicts.ts'

export interface RotationReport {
  readonly rotations: number
  readonly posts: number
  readonly postsPerSecond: number
  /** Deliveries that no key verifies which was live when they were sent. */
  readonly unverified: readonly string[]
  /** Deliveries signed by a key that had been revoked more than a second before. */
  readonly revoked: readonly string[]
}

interface Key {
  readonly secret: string
  /** Instants by the answers of the rotations, epoch ms: it may have been live a little sooner and later. */
  readonly from: number
  until: number
}

const graceMs = 1_000

/**
 * W4: rotates one secret again and again while deliveries flow. Each must verify, by the reference library, with a key that
 * was live when it was sent; a key that was revoked signs no more a second later.
 */
export async function runRotation(
  desk: SendingDesk,
  { rotations, perSecond }: { rotations: number; perSecond: number },
): Promise<RotationReport> {
  const hook = await openHook()
  try {
    const webhook = await desk.subscribe(hook.url, { order: 'unordered' })
    const keys: Key[] = [{ secret: webhook.secret, from: Date.now(), until: Number.POSITIVE_INFINITY }]
    let isOver = false
    const startedAt = performance.now()
    const flow = (async () => {
      // Each ticket is two events.
      const perBeat = Math.max(1, Math.round(perSecond / 20))
      for (let beat = 0; !isOver; beat++) {
        const leftMs = startedAt + beat * 100 - performance.now()
        if (leftMs > 0) await pause(leftMs)
        await desk.createTickets(perBeat)
      }
    })()
    for (let turn = 0; turn < rotations; turn++) {
      // Half of them revoke the key before at once, half leave it a second.
      await rotate(desk, webhook.id, { keys, overlapSeconds: turn % 2 })
      await pause(60)
    }
    isOver = true
    await flow
    await desk.untilTold()
    const seconds = (performance.now() - startedAt) / 1000
    const heard = firstOfEach(hook.heard)
    return { rotations, posts: heard.length, postsPerSecond: Math.round(heard.length / seconds), ...judge(heard, keys) }
  } finally {
    await hook.close()
  }
}

async function rotate(
  desk: SendingDesk,
  webhookId: string,
  { keys, overlapSeconds }: { keys: Key[]; overlapSeconds: number },
): Promise<void> {
  const asked = Date.now()
  const { secret } = await desk.call<{ secret: string }>('POST', `/v1/webhooks/${webhookId}/rotate`, {
    overlapSeconds,
    force: true,
  })
  const answered = Date.now()
  for (const key of keys) key.until = Math.min(key.until, answered + overlapSeconds * 1000)
  keys.push({ secret, from: asked, until: Number.POSITIVE_INFINITY })
  // Of more than three live keys the oldest stops at once.
  for (const key of keys.slice(0, -3)) key.until = Math.min(key.until, answered)
}

function judge(heard: readonly Heard[], keys: readonly Key[]) {
  const unverified: string[] = []
  const revoked: string[] = []
  for (const one of heard) {
    const near = keys.filter((key) => key.from <= one.at + graceMs && key.until >= one.at - 10 * graceMs)
    const signers = near.filter(({ secret }) => verifies(secret, one))
    if (signers.length === 0) unverified.push(one.id)
    if (signers.some(({ until }) => one.at > until + graceMs)) revoked.push(one.id)
  }
  return { unverified, revoked }
}

function verifies(secret: string, { id, timestamp, signature, text }: Heard): boolean {
  try {
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
    return new Webhook(secret).verify(text, headers) !== null
  } catch {
    return false
  }
}
