import { addMember, type Member, type RoleName } from '../modules/access/index.ts'
import { type Agent, createAgent, getAgent } from '../modules/agents/index.ts'
import { currentWorkflow } from '../modules/workflow/index.ts'
import type { Context, Workspace } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import { systemPrincipal } from '../platform/principal.ts'
import { findMemberByEmail } from './find-member.ts'

/** The level of every skill that somebody who may take everything has. */
const fullLevel = 5

/** The context of what the command line or a start does in a workspace. */
export function commandContext(installation: Installation, workspace: Workspace): Context {
  const requestId = 'command-line'
  return installation.openContext({ workspace, principal: systemPrincipal, requestId, origin: { requestId } })
}

/**
 * Makes sure that a person is a member of the workspace and an agent of every queue, with every skill and language, so
 * that the first offer can be theirs. Who is there already stays as they are.
 */
export async function ensurePerson(
  context: Context,
  person: { email: string; name: string; role: RoleName },
): Promise<{ member: Member; agent: Agent }> {
  const member = (await findMemberByEmail(context, person.email)) ?? (await addMember(context, person))
  const present = member.agentId === null ? null : await getAgent(context, { agentId: member.agentId })
  return { member, agent: present ?? (await createAgentOfEverything(context, { ...person, memberId: member.id })) }
}

async function createAgentOfEverything(
  context: Context,
  person: { email: string; name: string; memberId: string },
): Promise<Agent> {
  const workflow = await currentWorkflow(context)
  const skills = Object.fromEntries([...workflow.skills.keys()].map((skill) => [skill, fullLevel]))
  const languages = [...workflow.languages]
  const queues = [...workflow.queues.keys()]
  const capacityUnits = workflow.capacity.totalUnits
  return createAgent(context, { ...person, languages, skills, queues, capacityUnits }, () => ({ ok: true }))
}
