import { setTimeout as pause } from 'node:timers/promises'
import { createDemoApi, type DemoServer } from './demo-api.ts'
import type { DemoWorld } from './demo-world.ts'
import { setPresence } from './presence.ts'
import { unpark } from './supervisor.ts'

const patienceMs = 10_000

/**
 * Leaves the workspace as people leave a desk: nothing parked, no line or chat open, nobody online. False when the server did
 * not answer; its time limits then take everybody offline.
 */
export async function closeDemo(
  server: DemoServer,
  { members, parked, lines, chats, tally }: DemoWorld,
): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs)
  const waitForServer = (ms: number) => pause(ms, undefined, { signal })
  const api = createDemoApi(server, { signal, waitForServer }, tally)
  try {
    for (const taskId of parked) await unpark(api, parked, taskId)
    for (const callId of lines)
      await api.ask({ method: 'POST', path: `/v1/calls/${callId}/hang-up`, body: { by: 'customer' } })
    for (const path of chats) await api.ask({ method: 'POST', path: `${path}/close`, body: { by: 'customer' } })
    const offline = { state: 'offline', reason: null } as const
    await Promise.all([...members.values()].map((member) => setPresence(api, member, offline)))
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}
