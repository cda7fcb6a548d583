import { addMember, issuePass, issueSignInLink, signInWithLink } from '../../server/modules/access/index.ts'
import { createAgent, recordHeartbeats, setPresence } from '../../server/modules/agents/index.ts'
import type { Context } from '../../server/platform/context.ts'
import type { ServiceCore } from '../../server/start/open-core.ts'
import { deskName, desks } from './centre-workflow.ts'

/** A person who takes tasks and is signed in. */
export interface SocketAgent {
  readonly agentId: string
  readonly sessionId: string
}

/** Persons with a session each, agents like all the others. */
export async function addSocketAgents(core: ServiceCore, context: Context, count: number): Promise<SocketAgent[]> {
  const added: SocketAgent[] = []
  for (let number = 0; number < count; number++) {
    const name = `Person ${number}`
    const email = `person-${number}@example.test`
    const { id: memberId } = await addMember(context, { email, name, role: 'agent' })
    const queues = [deskName(number % desks), deskName((number + 1) % desks)]
    const agent = await createAgent(context, { name, queues, memberId }, () => ({ ok: true }))
    await setPresence(context, { agentId: agent.id, state: 'available', reason: null, source: 'socket' })
    const token = (await issueSignInLink(core.installation, email)) ?? ''
    const device = { userAgent: 'bench', address: '127.0.0.1' }
    const { sessionId } = await signInWithLink(core.installation, { token, device, oldCookie: null })
    added.push({ agentId: agent.id, sessionId })
  }
  return added
}

/** A pass for each, good for a minute. */
export async function passesFor(
  core: ServiceCore,
  { workspace }: Context,
  agents: readonly SocketAgent[],
): Promise<string[]> {
  const passes: string[] = []
  for (const { sessionId } of agents) passes.push((await issuePass(core.installation, { sessionId, workspace })).pass)
  return passes
}

const beatMs = 15_000
const perBeat = 250

/**
 * Signs of life of agents whose sockets another api process holds, spread over the time between two beats as a process
 * with their sockets would write them. Gives the way to end it.
 */
export function keepAlive(context: Context, agentIds: readonly string[]): () => Promise<void> {
  const shares = Math.ceil(agentIds.length / perBeat)
  let isStopped = false
  const run = async () => {
    for (let share = 0; !isStopped; share = (share + 1) % shares) {
      const startedAt = performance.now()
      await recordHeartbeats(context, { agentIds: agentIds.slice(share * perBeat, (share + 1) * perBeat) }).catch(
        () => {},
      )
      const restMs = beatMs / shares - (performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)))
    }
  }
  const running = run()
  return async () => {
    isStopped = true
    await running
  }
}
