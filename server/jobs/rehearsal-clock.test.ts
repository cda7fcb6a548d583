import { afterAll, describe, expect, it } from 'vitest'
import { moveClock, readClock } from '../modules/access/index.ts'
import { newId } from '../platform/ids.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld, until } from './testing/machine-world.ts'
import * as market from './testing/partner-market.ts'
import type { Desk } from './testing/router-world.ts'

const world = await openMachineWorld()
market.allowLoopback(world)
afterAll(async () => {
  await world.closeEndpoints()
  await world.close()
})

/** The desk's own context, in a workspace that is for rehearsal by now. */
async function rehearsing({ context }: Desk) {
  await world.query(`update workspaces set purpose = 'review' where id = $1`, [context.workspace.id])
  const workspace = { ...context.workspace, purpose: 'review' } as const
  return world.installation.openContext({ workspace, principal: context.principal, requestId: newId() })
}

const dayMs = 86_400_000

describe('the clock of a rehearsal', () => {
  it('is moved ahead, and what comes due by that is done', async () => {
    const desk = await market.openMarket(world)
    const context = await rehearsing(desk)
    const partner = await market.addPartner(world, desk)
    const endpoint = await world.startEndpoint(reply(200))
    await market.subscribe(partner, endpoint.url, market.explicit)
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { ticket } = await market.submit(desk)
    expect(await market.stateOf(partner, ticket.id)).toBe('offered')
    expect(await readClock(context)).toMatchObject({ offsetMs: 0, isAdjustable: true })
    const moved = await moveClock(context, { forward: 'PT20M' })
    expect(moved).toMatchObject({ offsetMs: 1_200_000, isAdjustable: true })
    expect(Math.abs(moved.now - context.now() - 1_200_000)).toBeLessThan(5_000)
    await until(async () => expect((await desk.offers('pending')).map(({ agentId }) => agentId)).toEqual([person]))
    expect(await market.stateOf(partner, ticket.id)).toBe('expired')
    expect((await moveClock(context, { forward: '1h' })).offsetMs).toBe(4_800_000)
    expect((await desk.eventTypes()).filter((type) => type === 'workspace.clock_moved')).toHaveLength(2)
    expect(await desk.brokenInvariants()).toEqual([])
  })

  it('never goes back, nor too far, and stands in a live workspace', async () => {
    const desk = await world.openDesk()
    await expect(moveClock(desk.context, { forward: 'PT1H' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'live_workspace' },
    })
    expect(await readClock(desk.context)).toMatchObject({ offsetMs: 0, isAdjustable: false })
    const context = await rehearsing(desk)
    const refused = (forward: string) =>
      moveClock(context, { forward }).then(
        () => null,
        ({ fields }) => fields[0],
      )
    expect(await refused('soon')).toMatchObject({ pointer: '/forward', code: 'format' })
    for (const forward of ['-PT1H', 'PT', '']) expect(await refused(forward)).toMatchObject({ code: 'format' })
    for (const forward of ['PT0S', '32d']) expect(await refused(forward)).toMatchObject({ code: 'out_of_range' })
    for (let month = 0; month < 11; month++) await moveClock(context, { forward: '31d' })
    const races = await Promise.all(Array.from({ length: 3 }, () => refused('20d')))
    expect(races.filter((one) => one === null)).toHaveLength(1)
    expect(races.filter((one) => one?.code === 'out_of_range')).toHaveLength(2)
    const [ahead] = await world.query<{ ms: number }>(
      `select (extract(epoch from clock_offset) * 1000)::float8 as ms from workspaces where id = $1`,
      [desk.context.workspace.id],
    )
    expect(ahead?.ms).toBe(361 * dayMs)
  })
})
