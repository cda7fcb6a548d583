import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { revokeSession, revokeToken } from '../modules/access/index.ts'
import { createAgent, getAgent, setPresence } from '../modules/agents/index.ts'
import { encodeId } from '../platform/ids.ts'
import { soon } from '../platform/testing/soon.ts'
import { createRealtimeHub } from './realtime-hub.ts'
import { openTestDesk, withPass } from './testing/test-desk.ts'
import { openSocket } from './testing/test-socket.ts'

const desk = await openTestDesk()
afterAll(() => desk.close())

describe('a socket ends', () => {
  it('when its token is revoked', async () => {
    const context = await desk.newContext()
    const { tokenId, headers } = await desk.newToken(context)
    const client = await openSocket(desk.address(), { headers })
    const other = await desk.follow(context)
    await client.first('hello')
    const revokedAt = performance.now()
    await revokeToken(context, { tokenId })
    expect(await client.closed).toEqual({ code: 1008, reason: 'session_ended' })
    expect(performance.now() - revokedAt).toBeLessThan(5_000)
    expect(other.socket.readyState).toBe(other.socket.OPEN)
    other.socket.close()
  })

  it('when its session is signed out', async () => {
    const { workspace } = await desk.newContext()
    const { session, pass } = await desk.signIn(workspace)
    const client = await openSocket(desk.address(), withPass(await pass()))
    await client.first('hello')
    await revokeSession(desk.service.installation, session)
    expect(await client.closed).toEqual({ code: 1008, reason: 'session_ended' })
  })

  it('when its reader does not read', async () => {
    const context = await desk.newContext()
    const client = await desk.follow(context)
    await client.first('hello')
    client.socket.pause()
    const fast = await desk.follow(context)
    const counted = desk.hub.count()
    // Each event is some 400 bytes: enough to fill the network's own buffers and 1 MiB of ours.
    while (desk.hub.count() === counted) await desk.append(context, 1_000)
    expect(fast.socket.readyState).toBe(fast.socket.OPEN)
    client.socket.terminate()
    fast.socket.close()
  })
})

describe('an agent’s socket', () => {
  it('keeps its presence alive, and the agent goes offline when it has been gone for 30 s', async () => {
    const context = await desk.newContext()
    const { memberId, pass } = await desk.signIn(context.workspace)
    const { id: agentId } = await createAgent(context, { name: 'Ada', memberId }, () => ({ ok: true }))
    const presence = async () => (await getAgent(context, { agentId }))?.presence.state
    const heartbeat = async () => {
      const text = 'select heartbeat_at as at from agent_loads where agent_id = $1'
      const rows = await context.read((tx) => tx.prepared<{ at: number }>({ name: 'beat', text }, [agentId]))
      return rows[0]?.at ?? 0
    }
    const age = () =>
      context.transaction((tx) => {
        const text = `update agent_loads set heartbeat_at = now() - interval '31 seconds' where agent_id = $1`
        return tx.prepared({ name: 'age', text }, [agentId])
      })
    const client = await openSocket(desk.address(), withPass(await pass()))
    await client.first('hello')
    await setPresence(context, { agentId, state: 'available', reason: null, source: 'socket' })
    const event = await client.event('agent.presence_changed')
    expect(event).toMatchObject({ subject: { id: encodeId('agent', agentId) } })
    const first = await heartbeat()
    await vi.waitFor(async () => {
      client.send({ type: 'heartbeat' })
      expect(await heartbeat()).toBeGreaterThan(first)
    }, soon)
    client.socket.terminate()
    await client.closed
    await vi.waitFor(async () => {
      await age()
      expect(await presence()).toBe('offline')
    }, soon)
  })
})

describe('draining', () => {
  it('sends every socket elsewhere and takes no new one', async () => {
    const other = createServer()
    const draining = createRealtimeHub({
      installation: desk.service.installation,
      feed: desk.feed,
      log: { warn: () => undefined },
      isOwnOrigin: () => false,
    })
    draining.attach(other)
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const url = `ws://127.0.0.1:${(other.address() as AddressInfo).port}/v1/realtime`
    const { headers } = await desk.newToken(await desk.newContext())
    const client = await openSocket(url, { headers })
    const [closed] = await Promise.all([client.closed, draining.drain()])
    expect(closed.code).toBe(1012)
    expect(closed.reason).toMatch(/^reconnect-in-ms=\d{1,4}$/)
    await expect(openSocket(url, { headers })).rejects.toThrow('status 503')
    other.close()
  })
})
