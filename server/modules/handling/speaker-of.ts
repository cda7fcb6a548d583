import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { findAgent } from '../agents/index.ts'

/** An agent that something is said as. */
interface Speaker {
  readonly id: string
  /** Its word answers no clock. */
  readonly isBot: boolean
}

interface Said {
  readonly asAgentId?: string | null
  readonly asCustomer?: boolean
}

/**
 * The agent that a caller who acts for it says something as; null where none is named. Throws `forbidden`, and `invalid`
 * for no agent, or for one beside the customer.
 */
export async function speakerOf(tx: Tx, context: Context, said: Said): Promise<Speaker | null> {
  refuseTwoSpeakers(said)
  const { asAgentId = null } = said
  if (asAgentId === null) return null
  requirePermission(context, 'offer:act', { agentId: asAgentId })
  const agent = await findAgent(tx, context.workspace.id, asAgentId)
  if (agent === null) throw refuseField('/agentId', 'unknown_agent', 'There is no such agent.')
  return { id: agent.id, isBot: agent.kind === 'bot' }
}

/** Refuses what would be said for the customer and as an agent. */
export function refuseTwoSpeakers({ asAgentId = null, asCustomer = false }: Said): void {
  if (asAgentId === null || !asCustomer) return
  throw refuseField('/agentId', 'one_of', 'It is said for the customer or as an agent, not both.')
}
