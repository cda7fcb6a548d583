import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createWorkspace, findWorkspace, listEveryWorkspace } from '../../modules/access/index.ts'
import { passOverHistory } from '../../modules/automations/index.ts'
import { saveOrder } from '../../modules/orders/index.ts'
import { publishWorkflow } from '../../modules/publishing/index.ts'
import { publishMarket, saveStore } from '../../modules/markets/index.ts'
import { getWorkflow } from '../../modules/workflow/index.ts'
import type { Context, Tx, Workspace } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { commandContext } from '../ensure-person.ts'
import { exampleAgents } from './example-agents.ts'
import { exampleBrand, exampleOrders, exampleStores } from './example-orders.ts'
import { exampleReviews } from './example-reviews.ts'
import { exampleStories } from './example-stories.ts'
import { playReview, playStory } from './play-story.ts'
import type { Story } from './story.ts'
import { takeOnAgent } from './take-on-agent.ts'

/** The slug of the example workspace. */
export const exampleSlug = 'operations-review'

const dayMs = 86_400_000

const root = join(import.meta.dirname, '..', '..', '..')

/**
 * Creates the example workspace on an installation that has none, or completes one whose creation was cut off; null
 * where there is nothing to do. Everything in it is written in one transaction (api.md, Example workspace).
 */
export async function createExample(installation: Installation): Promise<Workspace | null> {
  try {
    return await create(installation)
  } catch (error) {
    // Another process that started on the same database at the same moment was first.
    if (error instanceof AppError && (error.code === 'conflict' || error.code === 'version_mismatch')) return null
    throw error
  }
}

async function create(installation: Installation): Promise<Workspace | null> {
  const present = await findWorkspace(installation, exampleSlug)
  if (present === null && (await listEveryWorkspace(installation)).length > 0) return null
  const description = { slug: exampleSlug, name: 'Operations Review', purpose: 'review' } as const
  const workspace = present ?? (await createWorkspace(installation, description))
  const context = commandContext(installation, workspace)
  if ((await getWorkflow(context)) !== null) return null
  await context.transaction((tx) => fill(installation, context.within(tx), tx))
  return workspace
}

async function fill(installation: Installation, context: Context, tx: Tx): Promise<void> {
  const workflow = await readFile(join(root, 'workflows', 'operations-review.yaml'), 'utf8')
  await publishWorkflow(context, { document: workflow, expectedVersion: 0 })
  await publishMarket(context, { document: await readFile(join(root, 'markets', 'iberia.yaml'), 'utf8') })

  const agents = new Map<string, { id: string; name: string }>()
  const agoMs = Math.max(...exampleStories.map(({ ageMs }) => ageMs)) + dayMs
  for (const [key, input] of Object.entries(exampleAgents)) {
    const stories = exampleStories.filter(({ agent }) => agent === key)
    agents.set(key, await takeOnAgent({ installation, context, tx }, { input, agoMs, stories }))
  }
  for (const store of exampleStores) await saveStore(context, { ...store, brand: exampleBrand })
  for (const { agoMinutes, ...order } of exampleOrders) {
    const placedAt = context.now() - agoMinutes * 60_000
    await saveOrder(context, { ...order, brand: exampleBrand, placedAt, customerId: null })
  }
  const stage = { installation, context, tx, agents }
  const played = new Map<string | undefined, { ticketId: string; story: Story }>()
  // In the order they were asked, so that their numbers rise with time.
  for (const story of exampleStories.toSorted((a, b) => b.ageMs - a.ageMs)) {
    played.set(story.request.issueSummary, { ticketId: await playStory(stage, story), story })
  }
  for (const review of exampleReviews) {
    const reviewed = played.get(review.summary)
    if (reviewed === undefined) throw new Error(`No story asks "${review.summary}".`)
    await playReview(stage, reviewed, review)
  }
  // Nobody is reminded today of what a story told.
  await passOverHistory(context)
}
