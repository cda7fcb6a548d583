import { afterAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { openTestService } from '../events/testing/test-workspace-store.ts'
import { createAgent, getAgent, lockLoads, noteEndpoint, setPresence } from './index.ts'

const service = await openTestService()
afterAll(service.close)

const isBlocking = async (tx: Tx) => {
  const text = 'select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))'
  return (await tx.prepared({ name: 'blocking', text }, [])).length > 0
}

describe('an agent that is said to be available', () => {
  it('is only tried when its endpoint fails at the same moment', async () => {
    const context = service.contextOf(await service.addWorkspace(`w-${newId()}`))
    const machine = { kind: 'bot', name: 'Bot', endpointUrl: 'https://bot.example/offers' } as const
    const { id: agentId } = await createAgent(context, machine, () => ({ ok: true }))
    const available = { agentId, state: 'available', reason: null, source: 'api' } as const
    await setPresence(context, available)
    const said: Promise<unknown>[] = []
    await context.transaction(async (tx) => {
      await lockLoads(tx, context.workspace.id, [agentId])
      said.push(setPresence(context, available))
      while (!(await isBlocking(tx)));
      for (let failure = 0; failure < 5; failure++) await noteEndpoint(context.within(tx), { agentId, isAlive: false })
    })
    await Promise.all(said)
    const agent = await getAgent(context, { agentId })
    expect(agent?.presence).toMatchObject({ state: 'available', reason: 'endpoint_probing' })
  })
})
