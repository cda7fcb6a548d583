import { afterAll, expect, it } from 'vitest'
import { openTestInstallation } from '../modules/access/testing/test-installation-store.ts'
import { sql } from '../database/query.ts'
import type { Tx } from '../platform/context.ts'
import { problemOf } from './problem.ts'

const home = await openTestInstallation()
afterAll(() => home.close())

const pidOf = async (tx: Tx) => (await tx.first(sql<{ pid: number }>`select pg_backend_pid() as pid`))?.pid ?? 0
const isGone = async (pid: number) => {
  const rows = await home.query('select 1 from pg_stat_activity where pid = $1', [pid])
  expect(rows).toEqual([])
}

/** A call whose connection ends, as its server does after a pause of ours that was too long. */
const cutOff = (rest: (tx: Tx) => Promise<unknown>) =>
  home.contextOf().transaction(async (tx) => {
    const pid = await pidOf(tx)
    await home.query('select pg_terminate_backend($1)', [pid])
    await expect.poll(() => isGone(pid).then(() => true)).toBe(true)
    return rest(tx)
  })

it.each<[string, (tx: Tx) => Promise<unknown>]>([
  ['another statement', pidOf],
  ['nothing but the commit', () => Promise.resolve()],
])('a call whose connection was lost before %s may be repeated, and says so', async (_name, rest) => {
  const error = await cutOff(rest).catch((reason: unknown) => reason)
  expect(problemOf(error, 'r'), String(error)).toMatchObject({ status: 503, code: 'unavailable' })
})

it('a call that paused in the middle of its transaction for too long may be repeated, and says so', async () => {
  const paused = home.contextOf().transaction(async (tx) => {
    await tx.count(sql`select set_config('idle_in_transaction_session_timeout', '20', true)`)
    const pid = await pidOf(tx)
    await expect.poll(() => isGone(pid).then(() => true)).toBe(true)
    return pidOf(tx)
  })
  const error = await paused.catch((reason: unknown) => reason)
  expect(problemOf(error, 'r'), String(error)).toMatchObject({ status: 503, code: 'unavailable' })
})
