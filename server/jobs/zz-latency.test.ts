import { afterAll, expect, it, vi } from 'vitest'
import { openRouterWorld } from './testing/router-world.ts'
import { declineOffer } from '../modules/routing/index.ts'
const world = await openRouterWorld()
const lat: number[] = []
const router = world.startRouter({ figures: { offered: (n, ms) => { if (ms !== null) for (let i = 0; i < n; i++) lat.push(ms) }, failed() {} } })
afterAll(async () => { await router.stop(1000); await world.close() })
const q = (xs: number[], p: number) => xs.toSorted((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(xs.length * p))]
const st = (xs: number[]) => ({ n: xs.length, p50: q(xs, .5), p95: q(xs, .95), p99: q(xs, .99) })
it('measures', { timeout: 300_000 }, async () => {
  const desk = await world.openDesk()
  for (let i = 0; i < 200; i++) await desk.addAgent({ capacityUnits: 100 })
  const base: number[] = [], commitMs: number[] = []
  for (let i = 0; i < 100; i++) { const t = performance.now(); await desk.context.read((tx) => tx.prepared({ name: 'one', text: 'select 1' }, [])); base.push(performance.now() - t) }
  for (let i = 0; i < 100; i++) { const t = performance.now(); await desk.context.transaction((tx) => tx.prepared({ name: 'upd', text: `update workspace_states set event_seq = event_seq where workspace_id = $1` }, [desk.context.workspace.id])); commitMs.push(performance.now() - t) }
  console.log('read tx (2 trips)', st(base), 'write tx (2 trips + fsync)', st(commitMs))
  lat.length = 0
  for (let i = 0; i < 150; i++) {
    const n = lat.length
    await desk.addTicket()
    await vi.waitFor(() => expect(lat.length).toBeGreaterThan(n), { timeout: 5000, interval: 3 })
  }
  console.log('one at a time', st(lat))
  const g = Map.groupBy((globalThis as any).T.slice(-1500) as [string, number][], (x) => x[0])
  for (const [k, v] of [...g].toSorted()) console.log(k, v.length, q(v.map((x) => x[1]), .5)?.toFixed(2), q(v.map((x) => x[1]), .9)?.toFixed(2))
  const rows = await world.query<{ ms: number }>(`select (extract(epoch from o.created_at - t.created_at) * 1000)::float8 as ms from offers o join tasks t on t.workspace_id=o.workspace_id and t.id = o.task_id where o.workspace_id=$1`, [desk.context.workspace.id])
  console.log('e2e', st(rows.map((r) => r.ms)))
})
