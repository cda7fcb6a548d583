import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { attemptDelays, claimDeliveries, recordAttempts } from '../deliveries/index.ts'
import { answered } from '../deliveries/testing/webhook-world.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk((text) => text.replace('\ntests:\n', '\ndeliveries:\n  retries: [10m, 5h]\n\ntests:\n'))
})
afterAll(() => desk.close())

/** Lets what is due of the ticket fail; gives what became of it and when it comes again, in whole minutes. */
async function fail(ticketId: string): Promise<{ outcome: string; inMinutes: number | null }> {
  const system = desk.home.contextOf(systemPrincipal)
  await desk.home.query(
    `update deliveries set next_attempt_at = now() - interval '1 ms' where ticket_id = $1 and attempts > 0`,
    [ticketId],
  )
  const claimed = (await claimDeliveries(system, { limit: 64 })).filter((delivery) => delivery.ticketId === ticketId)
  const reports = claimed.map((delivery) => ({ delivery, result: answered(500), startedAt: system.now() }))
  const [recorded] = await recordAttempts(system, reports)
  const [row] = await desk.home.query<{ minutes: number | null }>(
    `select extract(epoch from next_attempt_at - now())::float8 / 60 as minutes from deliveries where id = $1`,
    [recorded?.deliveryId],
  )
  return { outcome: recorded?.outcome ?? 'none', inMinutes: row?.minutes ?? null }
}

it('what fails is tried again by the schedule that the workflow has of its own, and is dead after its last wait', async () => {
  expect(await attemptDelays(desk.context)).toEqual([0, 600_000, 18_000_000])
  const { id } = await desk.ticket({ callbackUrl: 'https://partner.example/updates' })
  const first = await fail(id)
  expect(first.outcome).toBe('pending')
  // 20 % sooner or later, and what passes until it is looked at.
  expect(first.inMinutes).toBeGreaterThan(7)
  expect(first.inMinutes).toBeLessThanOrEqual(12)
  const second = await fail(id)
  expect(second.inMinutes).toBeGreaterThan(239)
  expect(second.inMinutes).toBeLessThanOrEqual(360)
  expect((await fail(id)).outcome).toBe('dead')
})
