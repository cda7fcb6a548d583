import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestDatabase } from '../../../database/testing/create-test-database.ts'
import type { Context } from '../../../platform/context.ts'
import { decodeId, newId } from '../../../platform/ids.ts'
import {
  openTestInstallation,
  principalWith,
  type TestInstallation,
} from '../../access/testing/test-installation-store.ts'
import { type Agent, createAgent, type NewAgentInput, setPresence } from '../../agents/index.ts'
import { createTicket, type TicketRequest } from '../../intake/index.ts'
import { getTicket, type Ticket } from '../../tickets/index.ts'
import { publishWorkflow } from '../../publishing/index.ts'

/** A workspace with the example workflow, for tests of what people do with tickets. */
export interface Desk {
  readonly home: TestInstallation
  readonly context: Context
  /** A call by this agent itself. */
  as(agent: Agent): Context
  addAgent(input?: Partial<NewAgentInput>): Promise<Agent>
  ticket(request?: Partial<TicketRequest>): Promise<Ticket>
  read(ticket: Ticket): Promise<Ticket>
  eventTypes(ticket: Ticket): Promise<string[]>
  close(): Promise<void>
}

const documentFile = join(import.meta.dirname, '../../../../workflows/operations-review.yaml')

/** `workflow` changes the example's text; on a database of its own, unless one is given. */
export async function openDesk(workflow = (text: string) => text, database?: TestDatabase): Promise<Desk> {
  const home = await openTestInstallation(database)
  await publishWorkflow(home.contextOf(), {
    document: workflow(await readFile(documentFile, 'utf8')),
    expectedVersion: null,
  })
  const context = home.contextOf(principalWith(['*']))
  const read = async (ticketId: string) => {
    const ticket = await getTicket(context, { ticketId })
    if (ticket === null) throw new Error('The ticket is gone.')
    return ticket
  }
  return {
    home,
    context,
    as: (agent) => home.contextOf(principalWith(['*'], { kind: 'member', id: newId(), agentId: agent.id })),
    addAgent: async (input = {}) => {
      const agent = await createAgent(context, { name: 'Ana', queues: ['frontline', 'payments'], ...input }, () => ({
        ok: true,
      }))
      await setPresence(context, { agentId: agent.id, state: 'available', reason: null, source: 'api' })
      return agent
    },
    ticket: async (request = {}) => {
      const created = await createTicket(context, {
        request: {
          customerId: 'customer-1',
          channel: 'ticket',
          serviceLine: 'game-support',
          issueSummary: 'Help',
          ...request,
        },
        key: null,
      })
      const { id } = JSON.parse(created.answer) as { id: string }
      return read(decodeId('ticket', id) ?? '')
    },
    read: (ticket) => read(ticket.id),
    eventTypes: async (ticket) => {
      const rows = await home.query<{ type: string }>('select type from events where ticket_id = $1 order by seq', [
        ticket.id,
      ])
      return rows.map((row) => row.type)
    },
    close: () => home.close(),
  }
}
