import { type Agent, createAgent } from '../modules/agents/index.ts'
import type { Context } from '../platform/context.ts'
import { recountQueueSpans } from '../modules/waits/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Installation } from '../platform/installation.ts'
import { playStory } from '../start/example/play-story.ts'
import type { Story } from '../start/example/story.ts'
import type { ServiceCore } from '../start/open-core.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { progressBar } from './progress-bar.ts'
import type { Arguments } from './read-arguments.ts'
import { clearSeed } from './seed/clear-seed-store.ts'
import { planSeed, type SeedPlan } from './seed/plan-seed.ts'
import { withCore } from './with-core.ts'

/** Tickets of one transaction: more would keep readers of the event log waiting for it. */
const ticketsTogether = 20

export const command: Command = {
  usage: '[--tickets 1000] [--agents 20] [--days 30] [--seed 1] [--workspace SLUG] | --clear',
  help: `
Fills a workspace with realistic history, made by the product's own verbs in the past: the same for the same numbers.
It is tagged "seed", and nothing of it waits. Works while the server runs and while it is stopped.

  --clear    delete what seedings brought
`,
  options: { tickets: 'value', agents: 'value', days: 'value', seed: 'value', workspace: 'value', clear: 'switch' },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core, database }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      if (!given.isOn('clear')) return seed({ core, context, terminal }, given)
      if (database.ownerUrl === null) throw new AppError('invalid', 'Deleting facts needs DATABASE_OWNER_URL.')
      const cleared = await clearSeed(database.ownerUrl, context.workspace.id)
      await recountQueueSpans(context)
      terminal.tell(`${cleared} tickets of seedings are deleted from ${context.workspace.slug}.`)
      return 0
    }),
}

interface Seeding {
  readonly installation: Installation
  readonly context: Context
  readonly plan: SeedPlan
  /** Those who are there by now, by their place in the plan. */
  readonly agents: Map<string, Agent>
}

async function seed(
  { core, context, terminal }: { core: ServiceCore; context: Context; terminal: Terminal },
  given: Arguments,
): Promise<number> {
  const plan = planSeed({
    tickets: given.number('tickets', { unlessSaid: 1_000, least: 0, most: 1_000_000 }),
    agents: given.number('agents', { unlessSaid: 20, least: 1, most: 10_000 }),
    days: given.number('days', { unlessSaid: 30, least: 1, most: 365 }),
    seed: given.number('seed', { unlessSaid: 1, least: 0, most: 4_294_967_295 }),
  })
  const startedAt = performance.now()
  const seeding = { installation: core.installation, context, plan, agents: new Map<string, Agent>() }
  for (let done = 0; done < plan.stories.length; done += ticketsTogether) {
    try {
      await playTogether(seeding, plan.stories.slice(done, done + ticketsTogether))
    } catch (error) {
      if (done > 0) terminal.tell(`${done} tickets are there already; switchyard seed --clear deletes them.`)
      throw error
    }
    terminal.progress(progressBar(done + ticketsTogether, plan.stories.length))
  }
  for (const place of plan.agents.keys()) await ensureAgent(seeding, context, String(place))
  await recountQueueSpans(context)
  const seconds = (performance.now() - startedAt) / 1000
  const rate = Math.round(plan.stories.length / Math.max(seconds, 0.001))
  terminal.tell(
    `${plan.stories.length} tickets and ${plan.agents.length} agents in ${seconds.toFixed(1)} s (${rate} tickets a second).`,
  )
  return 0
}

/** Agents come with the first ticket they take, so that tickets that have no place here leave nobody behind. */
async function playTogether(seeding: Seeding, stories: readonly Story[]): Promise<void> {
  const { installation, context, agents } = seeding
  await context.transaction(async (tx) => {
    for (const { agent } of stories) await ensureAgent(seeding, context.within(tx), agent)
    for (const story of stories) await playStory({ installation, context, tx, agents }, story)
  })
}

async function ensureAgent({ plan, agents }: Seeding, context: Context, place: string): Promise<void> {
  const input = plan.agents[Number(place)]
  if (agents.has(place) || input === undefined) return
  agents.set(place, await createAgent(context, input, () => ({ ok: true })))
}
