import { expect, it } from 'vitest'
import { countsSince, nothingCounted } from './kept-counts.ts'

const minuteMs = 60_000

interface Row {
  readonly beganAt: number
  readonly many: number
}

/** One a minute, since ever. */
const count = async ({ from, to }: { from: number; to: number | null }): Promise<Row[]> => {
  await Promise.resolve()
  const until = to ?? now
  return Array.from({ length: (until - from) / minuteMs }, (_, one) => ({ beganAt: from + one * minuteMs, many: 1 }))
}
const now = 1_000 * minuteMs

it('counts each minute once, however many read at once', async () => {
  const kept = nothingCounted<Row>()
  const read = async (at: number) => {
    const since = at - 60 * minuteMs
    const rows = await countsSince(kept, { since, now: at, recounts: 1 }, count)
    return rows.filter(({ beganAt }) => beganAt < at).length
  }
  expect(await read(now - 10 * minuteMs)).toBe(60)
  expect(await Promise.all([read(now), read(now), read(now)])).toEqual([60, 60, 60])
  expect(await read(now)).toBe(60)
})
