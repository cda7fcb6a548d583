import type { Client } from 'pg'
import type { Agent } from '../modules/agents/index.ts'
import { forgetCurves, keepCurves } from '../modules/forecast/index.ts'
import { recountQueueSpans } from '../modules/waits/index.ts'
import { currentWorkflow } from '../modules/workflow/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Installation } from '../platform/installation.ts'
import { playStory, type Scene } from '../start/example/play-story.ts'
import { takeOnAgent } from '../start/example/take-on-agent.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { progressBar } from './progress-bar.ts'
import type { Arguments } from './read-arguments.ts'
import { clearSeed } from './seed/clear-seed-store.ts'
import { countActiveWebhooks, openOwner, reserveNumbers } from './seed/lives-store.ts'
import { type Gap, multiplyLives } from './seed/multiply-lives.ts'
import { planSeed, type SeedPlan, type SeedSize } from './seed/plan-seed.ts'
import { timeOfId } from './seed/uuid-at.ts'
import { type OpenCore, withCore } from './with-core.ts'

/** Tickets of one transaction: more would keep readers of the event log waiting for it. */
const ticketsTogether = 20
/** Copies that take as long as one ticket that is played. */
const weightOfPlayed = 100
const dayMs = 86_400_000

export const command: Command = {
  usage: '[--tickets 1000] [--agents 20] [--days 30] [--seed 1] [--played 500] [--workspace SLUG] | --clear',
  help: `
Fills a workspace with realistic history, made by the product's own verbs in the past: the same for the same numbers.
It is tagged "seed", and nothing of it waits. Works while the server runs and while it is stopped. Of a long history the
first tickets are made so, and the others are copies of them at other times, for other customers and agents.

  --played   so many tickets are made by verbs, some forty a second; copies come by the thousand
  --clear    delete what seedings brought
`,
  options: {
    tickets: 'value',
    played: 'value',
    agents: 'value',
    days: 'value',
    seed: 'value',
    workspace: 'value',
    clear: 'switch',
  },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async (open) => {
      const context = await chooseWorkspace(open.core, given.text('workspace'))
      if (!given.isOn('clear'))
        return seed(open, context, { size: readSize(given), played: readPlayed(given), terminal })
      const { ownerUrl } = open.database
      if (ownerUrl === null) throw new AppError('invalid', 'Deleting facts needs DATABASE_OWNER_URL.')
      const cleared = await clearSeed(ownerUrl, context.workspace.id)
      await recountQueueSpans(context)
      await forgetCurves(context)
      terminal.tell(`${cleared} tickets of seedings are deleted from ${context.workspace.slug}.`)
      return 0
    }),
}

interface Run {
  readonly size: SeedSize
  /** Of more tickets than so many the others are copies. */
  readonly played: number
  readonly terminal: Terminal
}

function readSize(given: Arguments): SeedSize {
  return {
    tickets: given.number('tickets', { unlessSaid: 1_000, least: 0, most: 1_000_000 }),
    agents: given.number('agents', { unlessSaid: 20, least: 1, most: 10_000 }),
    days: given.number('days', { unlessSaid: 30, least: 1, most: 365 }),
    seed: given.number('seed', { unlessSaid: 1, least: 0, most: 4_294_967_295 }),
  }
}

function readPlayed(given: Arguments): number {
  return given.number('played', { unlessSaid: 500, least: 1, most: 1_000_000 })
}

interface Seeding {
  readonly installation: Installation
  readonly context: Context
  readonly plan: SeedPlan
  /** Those who are there by now, by their place in the plan. */
  readonly agents: Map<string, Agent>
}

async function seed({ core, database }: OpenCore, context: Context, run: Run): Promise<number> {
  const { size, terminal } = run
  // The service's own role may add rows by verbs alone.
  const plan = planSeed(size, database.ownerUrl === null ? size.tickets : run.played)
  const startedAt = performance.now()
  const seeding = { installation: core.installation, context, plan, agents: new Map<string, Agent>() }
  const copies = plan.ages.length - plan.stories.length
  if (copies === 0 || database.ownerUrl === null) await playAll(seeding, terminal)
  else await playAndCopy(seeding, database.ownerUrl, run)
  await ensureAll(seeding)
  await recountQueueSpans(context)
  await forgetCurves(context)
  await keepCurves(context)
  const seconds = (performance.now() - startedAt) / 1000
  const rate = Math.round(size.tickets / Math.max(seconds, 0.001))
  const made = copies === 0 ? '' : `, ${copies} of them copies`
  terminal.tell(
    `${size.tickets} tickets${made} and ${plan.agents.length} agents in ${seconds.toFixed(1)} s (${rate} tickets a second).`,
  )
  return 0
}

async function playAll(seeding: Seeding, terminal: Terminal): Promise<void> {
  const { stories } = seeding.plan
  for (let done = 0; done < stories.length; done += ticketsTogether) {
    await playTogether(seeding, { from: done, to: done + ticketsTogether }, terminal)
    terminal.progress(progressBar(done + ticketsTogether, stories.length))
  }
}

/**
 * Plays some stories in one transaction, each as much older as it says; gives their tickets. Agents come with the first
 * ticket they take, so that tickets that have no place here leave nobody behind.
 */
async function playTogether(
  { installation, context, plan, agents }: Seeding,
  part: { readonly from: number; readonly to: number; readonly agedMs?: number },
  terminal: Terminal,
): Promise<string[]> {
  const { from, to, agedMs = 0 } = part
  const stories = plan.stories.slice(from, to).map((story) => ({ ...story, ageMs: story.ageMs + agedMs }))
  try {
    return await context.transaction(async (tx) => {
      const ids: string[] = []
      for (const { agent } of stories) await ensureAgent({ installation, context, tx, plan, agents }, agent, agedMs)
      for (const story of stories) ids.push(await playStory({ installation, context, tx, agents }, story))
      return ids
    })
  } catch (error) {
    if (from > 0) terminal.tell(`${from} tickets are there already; switchyard seed --clear deletes them.`)
    throw error
  }
}

/**
 * Plays the stories one by one, keeping numbers and a span of time free for the copies between them, then fills these:
 * verbs make some forty tickets a second, copying thousands.
 */
async function playAndCopy(seeding: Seeding, ownerUrl: string, { size, played, terminal }: Run): Promise<void> {
  const { context, plan, agents } = seeding
  const now = context.now()
  const owner = await openOwner(ownerUrl)
  const gaps: Gap[] = []
  const ticketIds: string[] = []
  try {
    await requireNobodyTold(owner, context.workspace.id, played)
    const all = plan.ages.length + plan.stories.length * weightOfPlayed
    let place = 0
    let fromMs = Date.now()
    for (let index = 0; index <= plan.stories.length; index++) {
      const count = (plan.places[index] ?? plan.ages.length) - place
      const firstNumber = await reserveNumbers(owner, context.workspace.id, count)
      // Ages are counted from the beginning, however long the playing takes.
      const part = { from: index, to: index + 1, agedMs: context.now() - now }
      const [ticketId] = await playTogether(seeding, part, terminal)
      const toMs = ticketId === undefined ? Date.now() : timeOfId(ticketId)
      gaps.push({ place, count, firstNumber, fromMs, toMs })
      if (ticketId !== undefined) ticketIds.push(ticketId)
      place += count + 1
      fromMs = toMs + 1
      terminal.progress(progressBar(index * weightOfPlayed, all))
    }
    await ensureAll(seeding)
    const { calendars } = await currentWorkflow(context)
    await multiplyLives({
      ownerUrl,
      workspaceId: context.workspace.id,
      size,
      now,
      ages: plan.ages,
      gaps,
      ticketIds,
      agentIds: [...plan.agents.keys()].flatMap((one) => agents.get(String(one))?.id ?? []),
      openCalendars: new Set([...calendars].flatMap(([slug, { isAlwaysOpen }]) => (isAlwaysOpen ? [slug] : []))),
      progress: (copied) => terminal.progress(progressBar(plan.stories.length * weightOfPlayed + copied, all)),
    })
  } finally {
    await owner.end()
  }
}

/** An endpoint would be told of each of so many past events. */
async function requireNobodyTold(owner: Client, workspaceId: string, most: number): Promise<void> {
  const webhooks = await countActiveWebhooks(owner, workspaceId)
  if (webhooks === 0) return
  throw new AppError(
    'conflict',
    `${webhooks} webhooks would be told of every event of so large a history; disable them first, or seed ${most} tickets at most.`,
  )
}

/** Those who have no ticket of their own, each in a transaction: of thousands one would be a long one. */
async function ensureAll(seeding: Seeding): Promise<void> {
  const { context, plan, agents } = seeding
  for (const place of plan.agents.keys()) {
    if (agents.has(String(place))) continue
    await context.transaction((tx) => ensureAgent({ ...seeding, tx }, String(place), 0))
  }
}

async function ensureAgent(
  { plan, agents, ...scene }: Pick<Seeding, 'plan' | 'agents'> & Scene,
  place: string,
  agedMs: number,
): Promise<void> {
  const input = plan.agents[Number(place)]
  if (agents.has(place) || input === undefined) return
  const stories = plan.stories
    .filter(({ agent }) => agent === place)
    .map((story) => ({ ...story, ageMs: story.ageMs + agedMs }))
  agents.set(place, await takeOnAgent(scene, { input, agoMs: (plan.ages[0] ?? 0) + agedMs + dayMs, stories }))
}
