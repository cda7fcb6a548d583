import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { addMember, createWorkspace, issueSignInLink, signInWithLink } from '../../server/modules/access/index.ts'
import { createAgent, setPresence } from '../../server/modules/agents/index.ts'
import { createChat } from '../../server/modules/chat/index.ts'
import { assignTicket } from '../../server/modules/handling/index.ts'
import { publishWorkflow } from '../../server/modules/publishing/index.ts'
import type { Context, Workspace } from '../../server/platform/context.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import { openCore, type ServiceCore } from '../../server/start/open-core.ts'
import { databaseOf, startServer } from '../machine/server-process.ts'

/** A chat that an agent has, and the session of that agent. */
export interface FurnishedChat {
  readonly chatId: string
  readonly token: string
  readonly sessionId: string
}

export interface FurnishedChats {
  readonly workspace: Workspace
  readonly chats: readonly FurnishedChat[]
}

const workflow = join(import.meta.dirname, '..', '..', 'workflows', 'operations-review.yaml')
/** As many as one agent helps at once, and then some: the bench is about messages, not about room. */
const chatsOfAgent = 10
const madeAtOnce = 8

/** Makes a workspace with so many live chats, each with its agent, while nothing routes. */
export async function furnishChats(dataFolder: string, count: number): Promise<FurnishedChats> {
  const server = await startServer({ dataFolder, args: ['--roles', 'api', '--no-example', '--no-build-console'] })
  let core: ServiceCore | null = null
  const access = await databaseOf(server)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  try {
    core = await openCore(access, { warn: () => {} })
    const workspace = await createWorkspace(core.installation, { slug: 'talk', name: 'Talk', purpose: 'live' })
    const context = core.installation.openContext({ workspace, principal: systemPrincipal, requestId: 'talk' })
    await publishWorkflow(context, { document: await readFile(workflow, 'utf8'), expectedVersion: null })
    const agents: Agent[] = []
    while (agents.length * chatsOfAgent < count) agents.push(await addAgent(core, context, agents.length))
    const chats: FurnishedChat[] = []
    const numbers = Array.from({ length: count }, (_, number) => number).values()
    const make = async () => {
      for (const number of numbers) {
        const agent = agents[Math.floor(number / chatsOfAgent)]
        if (agent !== undefined) chats[number] = await addChat(context, number, agent)
      }
    }
    await Promise.all(Array.from({ length: madeAtOnce }, make))
    await owner.query('vacuum analyze')
    return { workspace, chats }
  } finally {
    await core?.close()
    await owner.end()
    await server.stop()
  }
}

interface Agent {
  readonly agentId: string
  readonly sessionId: string
}

async function addAgent(core: ServiceCore, context: Context, number: number): Promise<Agent> {
  const email = `person-${number}@example.test`
  const { id: memberId } = await addMember(context, { email, name: `Person ${number}`, role: 'agent' })
  const agent = await createAgent(context, { name: `Person ${number}`, queues: ['frontline'], memberId }, () => ({
    ok: true,
  }))
  await setPresence(context, { agentId: agent.id, state: 'available', reason: null, source: 'api' })
  const token = (await issueSignInLink(core.installation, email)) ?? ''
  const device = { userAgent: 'bench', address: '127.0.0.1' }
  const { sessionId } = await signInWithLink(core.installation, { token, device, oldCookie: null })
  return { agentId: agent.id, sessionId }
}

async function addChat(context: Context, number: number, { agentId, sessionId }: Agent): Promise<FurnishedChat> {
  // Each begins with a word, so that nothing is planned on tables that are empty still.
  const request = { customerId: `visitor-${number}`, serviceLine: 'game-support', language: 'en', message: 'Hello?' }
  const { chat, token } = await createChat(context, { request, hasKey: false })
  await assignTicket(context, { ticketId: chat.ticketId, agentId, expectedVersion: null })
  return { chatId: chat.id, token, sessionId }
}
