import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { Principal } from '../../platform/principal.ts'
import { holdRole, requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import type { Agent, AgentDetails, AgentKind, EndpointCheck } from './agent.ts'
import { type EndpointSetter, insertAgent } from './agent-store.ts'
import { findAgent } from './agent-view.ts'
import { checkDetails } from './check-details.ts'
import { insertLoad } from './load-store.ts'

/** A new agent; everything but the name has a default. A person may be a member, a partner belongs to one. */
export interface NewAgentInput extends Partial<AgentDetails> {
  readonly name: string
  readonly kind?: AgentKind
  readonly memberId?: string | null
  readonly partnerId?: string | null
}

const defaults: Omit<AgentDetails, 'name'> = {
  email: null,
  team: null,
  languages: ['en'],
  skills: {},
  queues: [],
  channels: null,
  unitOverrides: {},
  capacityUnits: 100,
  rating: null,
  contact: null,
  organization: null,
  endpointUrl: null,
  acceptance: null,
  endpointConcurrency: null,
  shift: null,
}

/** Adds an agent, offline. Throws `conflict` when the member is an agent already, `invalid` for a refused endpoint. */
export async function createAgent(
  context: Context,
  input: NewAgentInput,
  checkEndpoint: EndpointCheck,
): Promise<Agent> {
  requirePermission(context, 'agents:write')
  const kind = input.kind ?? 'person'
  const { memberId = null, partnerId = context.principal.partnerId, ...details } = input
  const described = { ...defaults, ...details }
  const endpointSetBy = described.endpointUrl === null ? null : setterOf(context.principal)
  const agent = { ...described, kind, id: newId(), memberId, partnerId, endpointSetBy, createdAt: context.now() }
  checkDetails(context.principal, { kind, changes: agent }, checkEndpoint)
  return context.transaction(async (tx) => {
    // A role that changes at the same time either is in the agent that is read, or finds the agent to tell of it.
    if (memberId !== null) await holdRole(tx, context.workspace.id, memberId)
    const added = await insertAgent(tx, context.workspace.id, agent)
    if (!added) throw new AppError('conflict', 'This member is an agent already.')
    await insertLoad(tx, context.workspace.id, {
      agentId: agent.id,
      capacityUnits: agent.capacityUnits,
      at: agent.createdAt,
    })
    const subject = { kind: 'agent', id: agent.id, seq: 1 } as const
    await appendEvents(tx, context, [
      { type: 'agent.created', subject, ticketId: null, data: { version: 1, loadVersion: 1 } },
    ])
    const created = await findAgent(tx, context.workspace.id, agent.id)
    if (created === null) throw new Error(`Agent ${agent.id} vanished in its own transaction.`)
    return created
  })
}

/** Whoever names an endpoint holds the key that signs what is sent there. */
export function setterOf({ kind, id, partnerId }: Principal): EndpointSetter {
  return { kind, id, partnerId }
}
