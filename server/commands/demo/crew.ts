import type { Agent, Page, Query } from '@switchyard/sdk'
import { AppError } from '../../platform/errors.ts'
import type { DemoApi } from './demo-api.ts'
import type { Member } from './demo-world.ts'
import type { DemoAgent } from './roster.ts'

/** Finds the agents of earlier demos and adds those who are missing. */
export async function gatherCrew(api: DemoApi, roster: readonly DemoAgent[]): Promise<Map<string, Member>> {
  const known = await knownAgents(api)
  const members = new Map<string, Member>()
  for (const profile of roster) {
    const agent = known.get(profile.email) ?? (await addAgent(api, profile))
    members.set(agent.id, { id: agent.id, name: agent.name, presence: { state: 'offline', reason: null } })
  }
  return members
}

async function knownAgents(api: DemoApi): Promise<Map<string, Agent>> {
  const found = new Map<string, Agent>()
  let after: string | null = null
  do {
    const query: Query = { limit: 200, kind: 'person', after }
    const page: Page<Agent> | null = await api.ask<Page<Agent>>({ method: 'GET', path: '/v1/agents', query })
    for (const agent of page?.data ?? []) if (agent.email != null) found.set(agent.email, agent)
    after = page?.page.next ?? null
  } while (after !== null)
  return found
}

async function addAgent(api: DemoApi, profile: DemoAgent): Promise<Agent> {
  const agent = await api.ask<Agent>({ method: 'POST', path: '/v1/agents', body: profile })
  if (agent === null) throw new AppError('conflict', `The agent ${profile.name} could not be added.`)
  return agent
}
