import { afterAll, describe, expect, it } from 'vitest'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { hoursOf, readExpected } from './expected-arrivals.ts'

const world = await openRouterWorld()
afterAll(world.close)

const weekMs = 7 * 24 * 3_600_000
const since = Date.parse('2027-03-10T00:00:00.000Z')
const days = [{ queue: 'frontline', zone: 'UTC', since }]

describe('the arrivals to expect', () => {
  it.for([2, 3, 4])('are the mean of the same hour of the week, unknown before three weeks (%i)', async (weeks) => {
    const { context } = await world.openDesk()
    const add = (at: number, arrivals: number, channel = 'email') =>
      world.query(
        `insert into queue_spans (workspace_id, queue, began_at, channel, arrivals, abandoned, taken, waited_ms, waits, met)
         values ($1, 'frontline', $2, $4, $3, 0, 0, 0, '{}', 0)`,
        [context.workspace.id, new Date(at), arrivals, channel],
      )
    for (let week = 1; week <= weeks; week++) {
      // The last quarter of the hour at nine, the first one, another channel, and the hour after it.
      await add(since - week * weekMs, 0)
      await add(since - week * weekMs + 9.75 * 3_600_000, week)
      await add(since - week * weekMs + 9 * 3_600_000, 2)
      await add(since - week * weekMs + 9 * 3_600_000, 5, 'ticket')
      await add(since - week * weekMs + 10 * 3_600_000, 1)
    }
    const read = (channels: string[] | null) => context.read((tx) => readExpected(tx, context, { days, channels }))
    const expected = (await read(['email'])).get('frontline')
    if (weeks < 3) return expect(expected).toBeNull()
    const mean = 2 + (weeks + 1) / 2
    expect(expected?.map((count, hour) => [hour, count]).filter(([, count]) => count !== 0)).toEqual([
      [9, mean],
      [10, 1],
    ])
    expect((await read(null)).get('frontline')?.[9]).toBe(mean + 5)
  })

  it('are for the hours of the clock on the wall: 23 and 25 where it is set', () => {
    const zone = 'Europe/Madrid'
    const spring = Temporal.ZonedDateTime.from('2027-03-28T00:00[Europe/Madrid]').epochMilliseconds
    const autumn = Temporal.ZonedDateTime.from('2027-10-31T00:00[Europe/Madrid]').epochMilliseconds
    expect([hoursOf({ since: spring, zone }).length, hoursOf({ since: autumn, zone }).length]).toEqual([23, 25])
  })
})
