import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createWorkspace } from '../../modules/access/index.ts'
import { createAgent, type NewAgentInput, setPresence } from '../../modules/agents/index.ts'
import { createTicket, type TicketRequest } from '../../modules/intake/index.ts'
import { checkInvariants, type Offer } from '../../modules/routing/index.ts'
import {
  openRoutingService,
  type RoutingDatabase,
  type RoutingService,
} from '../../modules/routing/testing/routing-service-store.ts'
import { publishWorkflow } from '../../modules/publishing/index.ts'
import type { Context } from '../../platform/context.ts'
import { decodeId, newId } from '../../platform/ids.ts'
import { createLog } from '../../platform/log.ts'
import { type Principal, systemPrincipal } from '../../platform/principal.ts'
import { createRouter, type Router, type RouterOptions } from '../router.ts'

const example = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')

/** The offer of a test, as far as tests ask about it. */
export type SeenOffer = Pick<Offer, 'id' | 'taskId' | 'ticketId' | 'agentId' | 'queue' | 'state' | 'decisionId'>

/** A workspace with a workflow, and short ways to what happens in it. */
export interface Desk {
  readonly context: Context
  contextOf(principal: Principal): Context
  /** A person who takes tasks of the frontline in English, unless `more` says otherwise; available at once. */
  addAgent(more?: Partial<NewAgentInput>): Promise<string>
  setPresence(agentId: string, state: 'available' | 'away' | 'busy'): Promise<void>
  /** A ticket of the frontline in English, unless `more` says otherwise; gives its id. */
  addTicket(more?: Partial<TicketRequest>): Promise<string>
  /** Offers of the desk, oldest first; of one state when given. */
  offers(state?: Offer['state']): Promise<SeenOffer[]>
  /** The task of a ticket as it is stored. */
  taskOf(ticketId: string): Promise<{ id: string; state: string; agentId: string | null; enteredAt: number }>
  /** Types of the recorded events, oldest first. */
  eventTypes(): Promise<string[]>
  brokenInvariants(): ReturnType<typeof checkInvariants>
}

export interface RouterWorld extends RoutingService {
  /** Adds a workspace; `workflow` changes the example's text. */
  openDesk(workflow?: (text: string) => string): Promise<Desk>
  startRouter(more?: Partial<RouterOptions>): Router
}

const anyUrl = () => ({ ok: true }) as const

/** A service whose routers are those the test starts. */
export async function openRouterWorld(database?: RoutingDatabase): Promise<RouterWorld> {
  const service = await openRoutingService(database)
  return {
    ...service,
    openDesk: async (workflow = (text) => text) => {
      const workspace = await createWorkspace(service.installation, {
        slug: `w-${newId().slice(-12)}`,
        name: 'Test',
        purpose: 'live',
      })
      const contextOf = (principal: Principal) =>
        service.installation.openContext({ workspace, principal, requestId: newId() })
      const context = contextOf(systemPrincipal)
      await publishWorkflow(context, { document: workflow(example), expectedVersion: null })
      return deskOf(service, context, contextOf)
    },
    startRouter: (more = {}) => {
      const { installation, relay, feed } = service
      const log = createLog({ level: 'silent' })
      const router = createRouter({ installation, relay, feed, log, renewMs: 100, leaseMs: 1_000, ...more })
      router.start()
      return router
    },
  }
}

function deskOf(service: RoutingService, context: Context, contextOf: Desk['contextOf']): Desk {
  const workspaceId = context.workspace.id
  const own = <Row>(text: string, ...values: unknown[]) => service.query<Row>(text, [workspaceId, ...values])
  return {
    context,
    contextOf,
    addAgent: async (more = {}) => {
      const agent = await createAgent(context, { name: 'Ana', queues: ['frontline'], ...more }, anyUrl)
      await setPresence(context, { agentId: agent.id, state: 'available', reason: null, source: 'api' })
      return agent.id
    },
    setPresence: async (agentId, state) => {
      await setPresence(context, { agentId, state, reason: null, source: 'api' })
    },
    addTicket: async (more = {}) => {
      const request = { customerId: 'c-1', channel: 'email', issueSummary: 'Cannot sign in', language: 'en', ...more }
      const { location } = await createTicket(context, { request, key: null })
      return decodeId('ticket', location.split('/').at(-1) ?? '') ?? ''
    },
    offers: (state) =>
      own<SeenOffer>(
        `select id, task_id as "taskId", ticket_id as "ticketId", agent_id as "agentId", queue, state,
           decision_id as "decisionId"
         from offers where workspace_id = $1 and ($2::text is null or state = $2) order by created_at, id`,
        state ?? null,
      ),
    taskOf: async (ticketId) => {
      const [task] = await own<Awaited<ReturnType<Desk['taskOf']>>>(
        `select id, state, agent_id as "agentId", entered_at as "enteredAt"
         from tasks where workspace_id = $1 and ticket_id = $2 order by created_at desc limit 1`,
        ticketId,
      )
      if (task === undefined) throw new Error(`Ticket ${ticketId} has no task.`)
      return task
    },
    eventTypes: async () =>
      (await own<{ type: string }>('select type from events where workspace_id = $1 order by seq')).map(
        (event) => event.type,
      ),
    brokenInvariants: () => checkInvariants(context),
  }
}
