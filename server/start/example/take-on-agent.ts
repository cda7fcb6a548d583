import { type Agent, createAgent, type NewAgentInput, setPresence } from '../../modules/agents/index.ts'
import { agentDefaults } from '../../modules/workflow/index.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { planShifts } from './plan-shifts.ts'
import { actsOf, agentPrincipal, contextAt, type Scene } from './play-story.ts'
import type { Story } from './story.ts'

/** Somebody of a made-up history. */
export interface Played {
  readonly input: NewAgentInput
  /** How long before now it was taken on. */
  readonly agoMs: number
  /** All it plays in; the stories themselves are played later. */
  readonly stories: readonly Story[]
}

/** Adds an agent as long ago, who comes and goes as its stories ask for, and is offline now. */
export async function takeOnAgent(scene: Scene, { input, agoMs, stories }: Played): Promise<Agent> {
  const context = contextAt(scene, agoMs, systemPrincipal)
  const described = { ...(await agentDefaults(context)), ...input }
  const agent = await createAgent(context, described, () => ({ ok: true }))
  const says = (at: number, state: 'available' | 'offline') =>
    setPresence(contextAt(scene, at, agentPrincipal(agent)), { agentId: agent.id, state, reason: null, source: 'api' })
  for (const { fromAgoMs, toAgoMs } of planShifts(stories.flatMap(actsOf))) {
    await says(fromAgoMs, 'available')
    await says(toAgoMs, 'offline')
  }
  return agent
}
