import { afterAll, describe, expect, it } from 'vitest'
import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { openTestService } from '../events/testing/test-workspace-store.ts'
import { armTimer, claimTimers, type ClaimedTimer } from '../timers/index.ts'
import { createAgent, expirePresence, lockLoads, probeEndpoint } from './index.ts'

const service = await openTestService()
afterAll(service.close)

const isBlocking = async (tx: Tx) => {
  const text = 'select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))'
  return (await tx.prepared({ name: 'blocking', text }, [])).length > 0
}
const freeTimers = async (tx: Tx, workspaceId: string) => {
  const text = 'select kind from timers where workspace_id = $1 for update skip locked'
  return (await tx.prepared<{ kind: string }>({ name: 'free', text }, [workspaceId])).map(({ kind }) => kind)
}

/** The timer is claimed, its verb begins while somebody holds the agent's load. Gives the timers that are free meanwhile. */
async function freeWhile(
  kind: 'agent.presence' | 'agent.endpoint',
  verb: (context: Context, timer: ClaimedTimer) => Promise<boolean>,
): Promise<string[]> {
  const context = service.contextOf(await service.addWorkspace(`w-${newId()}`))
  const workspaceId = context.workspace.id
  const { id: agentId } = await createAgent(context, { name: 'Ana' }, () => ({ ok: true }))
  await context.transaction((tx) => armTimer(tx, workspaceId, { kind, subjectId: agentId, dueAt: 0 }))
  const [timer] = await context.transaction((tx) =>
    claimTimers(tx, workspaceId, { kinds: [kind], limit: 1, leaseMs: 60_000, aheadMs: 0 }),
  )
  if (timer === undefined) throw new Error('no timer')
  const firing: Promise<boolean>[] = []
  let isDone = false
  const free = await context.transaction(async (tx) => {
    await lockLoads(tx, workspaceId, [agentId])
    firing.push(verb(context, timer).finally(() => (isDone = true)))
    while (!isDone && !(await isBlocking(tx)));
    return freeTimers(tx, workspaceId)
  })
  await Promise.all(firing)
  return free
}

/** Who sets a presence holds the load when it moves the timer; a timer that is held first would wait in a circle with it. */
describe('a timer of an agent', () => {
  it('waits for the load before it is taken itself', async () => {
    expect(await freeWhile('agent.presence', expirePresence)).toEqual(['agent.presence'])
    expect(await freeWhile('agent.endpoint', probeEndpoint)).toEqual(['agent.endpoint'])
  })
})
