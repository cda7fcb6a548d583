import type { Context, Tx } from '../../platform/context.ts'
import { findAgent } from '../agents/index.ts'
import { assignTicket, assignToFirstFree } from '../handling/index.ts'
import { findCandidates, findTask, type Task } from '../routing/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { type AgentWish, unknownAgent } from './read-wish.ts'
import { nobodyFits, noSession, notApplicable } from './refusals.ts'
import type { BecknAgent, SupportSession } from './support.ts'

const mostTried = 50

/**
 * Gives a session to the agent that is named, whatever its room, or to the best one of a search who is there and has room.
 * Throws `conflict` (40006) when the search finds nobody who is, `forbidden` for who may not assign.
 */
export async function assignAgent(
  tx: Tx,
  context: Context,
  { session, wish, agent }: { session: SupportSession; wish: AgentWish; agent: BecknAgent },
): Promise<void> {
  const { ticketId } = session
  if (wish.kind === 'named') {
    if ((await findAgent(tx, context.workspace.id, wish.agentId)) === null) throw unknownAgent(agent.id ?? '')
    if ((await assignTicket(context, { ticketId, agentId: wish.agentId })) === null) throw noSession()
    return
  }
  const task = session.taskId === null ? null : await findTask(tx, context.workspace.id, session.taskId)
  if (task === null) throw notApplicable('There is no work on this session to be given to anybody.')
  const workflow = await holdWorkflow(tx, context)
  const { fitting, available } = await findCandidates(context, asSearched(task, wish), workflow)
  if (fitting === 0) throw nobodyFits('Nobody here is as the search wants them.')
  // Held all at once, in the one order of locks; who comes after so many is no better than who comes later.
  const agentIds = available.slice(0, mostTried)
  if (agentIds.length > 0 && (await assignToFirstFree(context, { ticketId, agentIds })) !== null) return
  throw nobodyFits('Nobody who is as the search wants them is free now.')
}

/** What the task asks for, and on top what is searched; whoever searches languages names all of them. */
function asSearched(task: Task, { wanted, language }: Extract<AgentWish, { kind: 'search' }>): Task {
  const { search: _before, ...others } = task.requirements
  const skills = { ...others.skills, ...wanted.skills }
  for (const [slug, level] of Object.entries(others.skills)) skills[slug] = Math.max(level, wanted.skills[slug] ?? 0)
  const languages = language === null ? others.languages : [language]
  const search = wanted.search === null ? {} : { search: wanted.search }
  return { ...task, requirements: { ...others, skills, languages, ...search } }
}
