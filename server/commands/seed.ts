import { createAgent } from '../modules/agents/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Installation } from '../platform/installation.ts'
import { playStory } from '../start/example/play-story.ts'
import type { Story } from '../start/example/story.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import type { Arguments } from './read-arguments.ts'
import { clearSeed } from './seed/clear-seed-store.ts'
import { planSeed } from './seed/plan-seed.ts'
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
      if (!given.isOn('clear')) return seed({ installation: core.installation, context, terminal }, given)
      if (database.ownerUrl === null) throw new AppError('invalid', 'Deleting facts needs DATABASE_OWNER_URL.')
      const cleared = await clearSeed(database.ownerUrl, context.workspace.id)
      terminal.tell(`${cleared} tickets of seedings are deleted from ${context.workspace.slug}.`)
      return 0
    }),
}

interface Seeding {
  readonly installation: Installation
  readonly context: Context
  readonly terminal: Terminal
}

async function seed(seeding: Seeding, given: Arguments): Promise<number> {
  const { context, terminal } = seeding
  const plan = planSeed({
    tickets: given.number('tickets', { unlessSaid: 1_000, least: 0, most: 1_000_000 }),
    agents: given.number('agents', { unlessSaid: 20, least: 1, most: 10_000 }),
    days: given.number('days', { unlessSaid: 30, least: 1, most: 365 }),
    seed: given.number('seed', { unlessSaid: 1, least: 0, most: 4_294_967_295 }),
  })
  const startedAt = performance.now()
  const agents = new Map<string, { id: string; name: string }>()
  for (const [place, input] of plan.agents.entries()) {
    agents.set(String(place), await createAgent(context, input, () => ({ ok: true })))
  }
  for (let done = 0; done < plan.stories.length; done += ticketsTogether) {
    await playTogether(seeding, agents, plan.stories.slice(done, done + ticketsTogether))
    terminal.progress(bar(done + ticketsTogether, plan.stories.length))
  }
  const seconds = (performance.now() - startedAt) / 1000
  const rate = Math.round(plan.stories.length / Math.max(seconds, 0.001))
  terminal.tell(
    `${plan.stories.length} tickets and ${agents.size} agents in ${seconds.toFixed(1)} s (${rate} tickets a second).`,
  )
  return 0
}

async function playTogether(
  { installation, context }: Seeding,
  agents: ReadonlyMap<string, { id: string; name: string }>,
  stories: readonly Story[],
): Promise<void> {
  await context.transaction(async (tx) => {
    for (const story of stories) await playStory({ installation, context, tx, agents }, story)
  })
}

function bar(done: number, all: number): string {
  const share = Math.min(1, done / all)
  const width = 30
  const filled = Math.round(share * width)
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.round(share * 100)} %`
}
