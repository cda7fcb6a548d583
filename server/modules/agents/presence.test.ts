import { afterAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { openTestService, testPrincipal } from '../events/testing/test-workspace-store.ts'
import { type ClaimedTimer, claimTimers } from '../timers/index.ts'
import { createAgent, expirePresence, getAgent, loseSilentAgents, recordHeartbeats, setPresence } from './index.ts'

const service = await openTestService()
afterAll(service.close)

async function newContext(): Promise<Context> {
  return service.contextOf(await service.addWorkspace(`w-${newId()}`))
}
const add = async (context: Context, queues: string[] = []) =>
  (await createAgent(context, { name: 'Ana', queues }, () => ({ ok: true }))).id
const available = (agentId: string) => ({ agentId, state: 'available', reason: null, source: 'api' }) as const
const stateOf = async (context: Context, agentId: string) => (await getAgent(context, { agentId }))?.presence.state
const changesOf = (context: Context, agentId: string) =>
  context.read((tx) => {
    const text = `select data from events where type = 'agent.presence_changed' and subject_id = $1 order by seq`
    return tx.prepared<{ data: Record<string, unknown> }>({ name: 'changes', text }, [agentId])
  })
/** Makes the last sign of life older than it was. */
const age = (context: Context, agentId: string, seconds: number) =>
  context.transaction((tx) => {
    const text = `update agent_loads set heartbeat_at = now() - make_interval(secs => $2) where agent_id = $1`
    return tx.prepared({ name: 'age', text }, [agentId, seconds])
  })
const claimDue = async (context: Context, aheadMs: number): Promise<ClaimedTimer[]> =>
  context.transaction((tx) =>
    claimTimers(tx, context.workspace.id, { kinds: ['agent.presence'], limit: 10, leaseMs: 0, aheadMs }),
  )

describe('presence', () => {
  it('is recorded with its cause and the new version of the load', async () => {
    const context = await newContext()
    const agentId = await add(context)
    await setPresence(context, available(agentId))
    await setPresence(context, { ...available(agentId), state: 'busy', reason: 'lunch' })
    expect((await changesOf(context, agentId)).map((row) => row.data)).toEqual([
      { from: 'offline', to: 'available', reason: null, cause: 'api', loadVersion: 2 },
      { from: 'available', to: 'busy', reason: 'lunch', cause: 'api', loadVersion: 3 },
    ])
  })

  it('said again records nothing and keeps its since', async () => {
    const context = await newContext()
    const agentId = await add(context)
    const first = await setPresence(context, available(agentId))
    const second = await setPresence(context, available(agentId))
    expect(second).toEqual(first)
    expect(await changesOf(context, agentId)).toHaveLength(1)
  })

  it('is set by the agent itself or with agents:act in scope, by nobody else', async () => {
    const context = await newContext()
    const agentId = await add(context, ['payments'])
    const as = (principal: Parameters<typeof testPrincipal>) =>
      setPresence(service.contextOf(context.workspace, testPrincipal(...principal)), available(agentId))
    await expect(as([['agents:read', 'offer:act']])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(as([['offer:act'], { agentId: newId() }])).rejects.toMatchObject({ code: 'forbidden' })
    const elsewhere = { channels: null, queues: new Set(['security']) }
    expect(await as([['agents:act'], { scope: elsewhere }])).toBeNull()
    expect(await as([['agents:act'], { partnerId: newId() }])).toBeNull()
    expect(await as([['offer:act'], { agentId }])).toMatchObject({ presence: { state: 'available' } })
    expect(await as([['agents:act']])).toMatchObject({ presence: { state: 'available' } })
  })

  it('with a time limit ends when it is over, once', async () => {
    const context = await newContext()
    const agentId = await add(context)
    await setPresence(context, { ...available(agentId), ttlSeconds: 60 })
    expect(await claimDue(context, 0)).toEqual([])
    const [timer] = await claimDue(context, 61_000)
    if (timer === undefined) throw new Error('no timer')
    const later: Context = { ...context, now: () => context.now() + 61_000 }
    const outcomes = await Promise.all([expirePresence(later, timer), expirePresence(later, timer)])
    expect(outcomes.toSorted()).toEqual([false, true])
    expect((await changesOf(context, agentId)).at(-1)?.data).toMatchObject({ to: 'offline', cause: 'timer' })
  })

  it('with a time limit still ends when the timer was heard by a clock that is behind', async () => {
    const context = await newContext()
    const agentId = await add(context)
    await setPresence(context, { ...available(agentId), ttlSeconds: 60 })
    const [timer] = await claimDue(context, 61_000)
    if (timer === undefined) throw new Error('no timer')
    const early: Context = { ...context, now: () => timer.dueAt - 5 }
    expect(await expirePresence(early, timer)).toBe(false)
    const [again] = await claimDue(context, 61_000)
    expect(again?.dueAt).toBe(timer.dueAt)
    const later: Context = { ...context, now: () => timer.dueAt }
    expect(again && (await expirePresence(later, again))).toBe(true)
    expect(await stateOf(context, agentId)).toBe('offline')
  })

  it('set anew leaves the earlier time limit without effect', async () => {
    const context = await newContext()
    const agentId = await add(context)
    await setPresence(context, { ...available(agentId), ttlSeconds: 60 })
    const [timer] = await claimDue(context, 61_000)
    if (timer === undefined) throw new Error('no timer')
    await setPresence(context, { ...available(agentId), ttlSeconds: 600 })
    const later: Context = { ...context, now: () => context.now() + 61_000 }
    expect(await expirePresence(later, timer)).toBe(false)
    await setPresence(context, available(agentId))
    expect(await claimDue(context, 3_600_000)).toEqual([])
    expect(await stateOf(context, agentId)).toBe('available')
  })

  it('from a socket ends after 30 s of silence, and not while it beats', async () => {
    const context = await newContext()
    const silent = await add(context)
    const beating = await add(context)
    for (const agentId of [silent, beating]) {
      await setPresence(context, { ...available(agentId), source: 'socket' })
      await age(context, agentId, 31)
    }
    await recordHeartbeats(context, { agentIds: [beating] })
    expect(await loseSilentAgents(context)).toEqual([silent])
    expect(await loseSilentAgents(context)).toEqual([])
    expect(await stateOf(context, beating)).toBe('available')
    expect((await changesOf(context, silent)).at(-1)?.data).toEqual({
      from: 'available',
      to: 'offline',
      reason: 'connection_lost',
      cause: 'heartbeat',
      loadVersion: 3,
    })
  })

  it('set by API does not hang on a socket', async () => {
    const context = await newContext()
    const agentId = await add(context)
    await setPresence(context, available(agentId))
    await age(context, agentId, 3_600)
    expect(await loseSilentAgents(context)).toEqual([])
  })
})
