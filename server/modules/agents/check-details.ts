import { taskKinds } from '../../core/workflow/index.ts'
import type { Principal } from '../../platform/principal.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import type { AgentDetails, AgentKind, EndpointCheck } from './agent.ts'

/**
 * Refuses what no schema can: an endpoint for a person, an address that may not be called, a figure for a kind of task
 * that does not exist, queues beyond the caller's own grant. Throws `invalid` with the place, or `forbidden`.
 */
export function checkDetails(
  principal: Principal,
  agent: { kind: AgentKind; changes: Partial<AgentDetails> },
  checkEndpoint: EndpointCheck,
): void {
  const { acceptance, endpointConcurrency, endpointUrl, queues, unitOverrides = {} } = agent.changes
  if (acceptance != null && agent.kind === 'person')
    throw refuseField('/acceptance', 'not_for_persons', 'A person accepts by answering.')
  if (endpointConcurrency != null && agent.kind === 'person')
    throw refuseField('/endpointConcurrency', 'not_for_persons', 'Only a bot or a partner has an endpoint.')
  const strange = Object.keys(unitOverrides).find((kind) => !(taskKinds as readonly string[]).includes(kind))
  if (strange !== undefined)
    throw refuseField(`/unitOverrides/${strange}`, 'unknown_value', `Kinds of task are: ${taskKinds.join(', ')}.`)
  if (endpointUrl !== undefined && endpointUrl !== null) {
    if (agent.kind === 'person')
      throw refuseField('/endpointUrl', 'not_for_persons', 'Only a bot or a partner has an endpoint.')
    const judged = checkEndpoint(endpointUrl)
    if (!judged.ok) throw refuseField('/endpointUrl', 'callback_refused', judged.message)
  }
  const granted = principal.scope.queues
  if (queues === undefined || granted === null) return
  const foreign = queues.filter((queue) => !granted.has(queue))
  if (foreign.length > 0 || queues.length === 0)
    throw new AppError('forbidden', 'Agents may be put only into queues that are granted here.', { queues: foreign })
}
