import { afterAll, describe, expect, it } from 'vitest'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { keepQueueSpans, recountQueueSpans, removeOldSpans } from './index.ts'

const world = await openRouterWorld()
afterAll(world.close)

const dayMs = 24 * 3_600_000
const spansOf = (desk: Desk) =>
  world.query<{ arrivals: number; at: number }>(
    'select arrivals, began_at as at from queue_spans where workspace_id = $1 order by began_at',
    [desk.context.workspace.id],
  )

describe('the quarters of an hour', () => {
  it('are counted once each when they are over, whoever counts and how many at once', async () => {
    const desk = await world.openDesk()
    await desk.addTicket()
    await desk.addTicket()
    expect(await keepQueueSpans(desk.context)).toBe(0)
    world.advance(20 * 60_000)
    const kept = await Promise.all([1, 2, 3].map(() => keepQueueSpans(desk.context)))
    expect(kept.reduce((sum, rows) => sum + rows, 0)).toBe((await spansOf(desk)).length)
    const arrivals = async () => (await spansOf(desk)).reduce((sum, span) => sum + span.arrivals, 0)
    expect(await arrivals()).toBe(2)
    await desk.addTicket()
    world.advance(20 * 60_000)
    await keepQueueSpans(desk.context)
    expect(await arrivals()).toBe(3)
    expect((await spansOf(desk)).every((span) => span.at % (15 * 60_000) === 0)).toBe(true)
  })

  it('hold what was added to the past once they are counted anew', async () => {
    const desk = await world.openDesk()
    await desk.addTicket()
    world.advance(20 * 60_000)
    await keepQueueSpans(desk.context)
    await world.query(`update tasks set created_at = created_at - interval '3 days' where workspace_id = $1`, [
      desk.context.workspace.id,
    ])
    await recountQueueSpans(desk.context)
    expect(await spansOf(desk)).toEqual([])
    await keepQueueSpans(desk.context)
    expect(await spansOf(desk)).toMatchObject([{ arrivals: 1 }])
  })

  it('go after nine weeks', async () => {
    const desk = await world.openDesk()
    await desk.addTicket()
    world.advance(dayMs)
    await keepQueueSpans(desk.context)
    expect(await removeOldSpans(desk.context)).toBe(0)
    world.advance(63 * dayMs)
    expect(await removeOldSpans(desk.context)).toBe(1)
  })

  it('are the product’s own business', async () => {
    const desk = await world.openDesk()
    const context = desk.contextOf({ ...desk.context.principal, kind: 'token', id: 'x' } as never)
    for (const refused of [keepQueueSpans, recountQueueSpans, removeOldSpans])
      await expect((async () => refused(context))()).rejects.toMatchObject({ code: 'forbidden' })
  })
})
