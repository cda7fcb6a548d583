import { expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { openPlace } from './testing/place.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'rehearsal-clock')
await service.query(`update workspaces set purpose = 'review' where slug = 'rehearsal-clock'`)

it('is read as moved by whoever was known before the move', async () => {
  await expect.poll(async () => (await place.call('GET', '/v1/workspace/clock')).body.adjustable).toBe(true)
  const moved = await place.call('POST', '/v1/workspace/clock', { forward: 'PT20M' })
  expect(moved.body.offsetSeconds).toBe(1_200)
  const read = await place.call('GET', '/v1/workspace/clock')
  expect(read.body.offsetSeconds).toBe(1_200)
  expect(Date.parse(read.body.now) - Date.parse(moved.body.now)).toBeLessThan(60_000)
  expect(Date.parse(read.body.now)).toBeGreaterThanOrEqual(Date.parse(moved.body.now))
  // What another process moved: nobody has told this one.
  await service.query(`update workspaces set clock_offset = interval '2 hours' where slug = 'rehearsal-clock'`)
  expect((await place.call('GET', '/v1/workspace/clock')).body.offsetSeconds).toBe(7_200)
})
