import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents, changedValuesOf, type Telling } from '../events/index.ts'
import { type Agent, type AgentDetails, type EndpointCheck, isInScope } from './agent.ts'
import { saveAgent } from './agent-store.ts'
import { findAgent, lockAgent } from './agent-view.ts'
import { checkDetails } from './check-details.ts'
import { setterOf } from './create-agent.ts'
import { setCapacity } from './load-store.ts'
import { previousOf } from './routed-by.ts'

export interface AgentUpdate {
  readonly agentId: string
  readonly changes: Partial<AgentDetails>
  /** The version the caller saw; null = whatever it is now. */
  readonly expectedVersion: number | null
}

/** Keys and numbers of the desk; what a person is called and how one reaches them is not told. */
const tellings: Readonly<Partial<Record<keyof AgentDetails, Telling>>> = {
  team: 'whole',
  languages: 'whole',
  skills: 'whole',
  queues: 'whole',
  channels: 'whole',
  unitOverrides: 'whole',
  capacityUnits: 'whole',
  rating: 'whole',
  endpointUrl: 'origin',
  acceptance: 'whole',
  endpointConcurrency: 'whole',
  shift: 'whole',
  email: 'redacted',
  contact: 'redacted',
  organization: 'redacted',
}

/**
 * Changes what is named of an agent; null when there is none in the caller's scope. Throws `version_mismatch` when it
 * has moved on since the caller looked.
 */
export async function updateAgent(
  context: Context,
  input: AgentUpdate,
  checkEndpoint: EndpointCheck,
): Promise<Agent | null> {
  requirePermission(context, 'agents:write')
  return context.transaction(async (tx) => {
    const before = await lockAgent(tx, context.workspace.id, input.agentId)
    if (before === null || !isInScope(context.principal, before)) return null
    refuseMovedOn(before.version, input.expectedVersion)
    const changed = Object.keys(input.changes)
    if (changed.length === 0) return before
    checkDetails(context.principal, { kind: before.kind, changes: input.changes }, checkEndpoint)

    const agentId = before.id
    const endpointSetBy = input.changes.endpointUrl == null ? null : setterOf(context.principal)
    const saved = { ...before, ...input.changes, endpointSetBy, at: context.now() }
    const version = await saveAgent(tx, context.workspace.id, saved)
    const capacityUnits = input.changes.capacityUnits ?? null
    const load = await setCapacity(tx, context.workspace.id, { agentId, capacityUnits })
    if (load === null) throw new Error(`Agent ${agentId} has no load row.`)
    const subject = { kind: 'agent', id: agentId, seq: load.eventSeq } as const
    const values = changedValuesOf(tellings, changed, before, input.changes)
    const told = { ...previousOf(before, changed), ...(values.length > 0 && { values }) }
    const data = { changed, ...told, version, loadVersion: load.loadVersion }
    await appendEvents(tx, context, [{ type: 'agent.updated', subject, ticketId: null, data }])
    return findAgent(tx, context.workspace.id, agentId)
  })
}

/** Refuses a change of a version that is no more. */
export function refuseMovedOn(version: number, expectedVersion: number | null): void {
  if (expectedVersion === null || expectedVersion === version) return
  throw new AppError('version_mismatch', 'The agent has been changed meanwhile.', { version })
}
