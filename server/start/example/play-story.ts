import { addMessage, assignTicket, transitionTicket, type TransitionInput } from '../../modules/handling/index.ts'
import { createTicket } from '../../modules/intake/index.ts'
import { createReview } from '../../modules/quality/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import { type Principal, systemPrincipal } from '../../platform/principal.ts'
import type { ExampleReview } from './example-reviews.ts'
import { exampleCases } from './example-cases.ts'
import { playCase } from './play-case.ts'
import type { Reach, Story } from './story.ts'

/** Where a history is played: in one transaction, so that it is there whole or not at all. */
export interface Scene {
  readonly installation: Installation
  readonly context: Context
  readonly tx: Tx
}

export interface Stage extends Scene {
  /** Key in a story -> the agent. */
  readonly agents: ReadonlyMap<string, { readonly id: string; readonly name: string }>
}

type Step = Omit<TransitionInput, 'ticketId'>

const engineering: readonly Reach[] = ['assigned', 'diagnosing', 'correcting', 'verifying']
const engineeringToEnd: readonly Reach[] = ['assigned', 'diagnosing', 'correcting', 'closed']
const care: readonly Reach[] = ['assigned', 'handling', 'solved', 'closed']

/**
 * Lets one ticket happen at its own time, by the verbs of the product in a workspace whose clock is set back: rows,
 * events and clocks agree as if it had been so. Gives the ticket's id.
 */
export async function playStory(stage: Stage, story: Story): Promise<string> {
  const at = (share: number) => story.ageMs - story.lastedMs * share
  const agent = agentOf(stage, story.agent)
  const asAgent = agentPrincipal(agent)

  const created = await createTicket(contextAt(stage, at(0), systemPrincipal), { request: story.request, key: null })
  const ticketId = decodeId('ticket', created.location.slice(created.location.lastIndexOf('/') + 1))
  if (ticketId === null) throw new Error(`A ticket was recorded at ${created.location}.`)
  await assignTicket(contextAt(stage, at(0.1), systemPrincipal), { ticketId, agentId: agent.id })
  if (!isTouched(story)) return ticketId
  const reply = {
    body: story.reply,
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  } as const
  await addMessage(contextAt(stage, at(0.2), asAgent), { ticketId, ...reply })
  await playItsCase(stage, story, ticketId)
  const steps = stepsOf(story)
  for (const [index, step] of steps.entries()) {
    await transitionTicket(contextAt(stage, at(shareOf(index, steps)), asAgent), { ticketId, ...step })
  }
  return ticketId
}

/** How long before now its agent does something on it: is given it, replies, takes each step. */
export function actsOf(story: Story): number[] {
  const steps = isTouched(story) ? stepsOf(story) : []
  const shares = [0.1, ...(isTouched(story) ? [0.2] : []), ...steps.map((_, index) => shareOf(index, steps))]
  return shares.map((share) => story.ageMs - story.lastedMs * share)
}

/** Whoever has it has done something on it. */
const isTouched = ({ reach }: Story) => reach !== 'created' && reach !== 'assigned'

const shareOf = (index: number, steps: readonly Step[]) => 0.3 + (0.7 * (index + 1)) / steps.length

/** Lets a story that was played be reviewed some hours after its end. */
export async function playReview(
  stage: Stage,
  played: { readonly ticketId: string; readonly story: Story },
  review: ExampleReview,
): Promise<void> {
  const reviewer = agentPrincipal(agentOf(stage, review.reviewer))
  const agoMs = played.story.ageMs - played.story.lastedMs - review.hoursAfter * 3_600_000
  await createReview(contextAt(stage, agoMs, reviewer), {
    ticketId: played.ticketId,
    scorecard: 'standard',
    answers: Object.entries(review.ratings).map(([criterion, rating]) => ({ criterion, rating, note: null })),
    note: review.note,
  })
}

function agentOf(stage: Stage, key: string): { readonly id: string; readonly name: string } {
  const agent = stage.agents.get(key)
  if (agent === undefined) throw new Error(`No agent ${key} plays in this history.`)
  return agent
}

/** Who has the ticket escalates it after the first reply; the manager looks into it and decides. */
async function playItsCase(stage: Stage, story: Story, ticketId: string): Promise<void> {
  const told = exampleCases[story.request.issueSummary ?? '']
  const [opener, reviewer] = [stage.agents.get(story.agent), stage.agents.get('manager')]
  if (told === undefined || opener === undefined || reviewer === undefined) return
  const by = (agent: { id: string; name: string }) => (share: number) =>
    contextAt(stage, story.ageMs - story.lastedMs * (0.2 + share / 10), agentPrincipal(agent))
  await playCase({ opener: by(opener), reviewer: by(reviewer), reviewerId: reviewer.id }, ticketId, told)
}

/** The calls after `assigned` with the facts their guards ask for; the one that closes passes `verifying` on its way. */
function stepsOf(story: Story): Step[] {
  const isCare = story.request.serviceLine === 'guest-support'
  const { reach } = story
  if (reach === 'waiting_customer' || reach === 'waiting_partner') {
    return [{ to: isCare ? 'handling' : 'diagnosing' }, { to: reach }]
  }
  const way = isCare ? care : reach === 'closed' ? engineeringToEnd : engineering
  return way.slice(1, way.indexOf(reach) + 1).map((to) => ({ to, ...factsFor(to, story, isCare) }))
}

function factsFor(to: Reach, story: Story, isCare: boolean): Omit<Step, 'to'> {
  if (to === 'correcting') return { cause: { text: story.cause } }
  if (to === 'verifying') return { correction: { text: story.correction } }
  if (to === 'solved') return { resolution: story.resolution }
  if (to !== 'closed' || isCare) return {}
  return { correction: { text: story.correction }, solutionCheck: 'passed', resolution: story.resolution }
}

/** A call so long before now. */
export function contextAt({ installation, context, tx }: Scene, agoMs: number, principal: Principal): Context {
  const workspace = { ...context.workspace, clockOffsetMs: context.workspace.clockOffsetMs - Math.round(agoMs) }
  return installation.openContext({ workspace, principal, requestId: context.requestId }).within(tx)
}

/** An agent who speaks for itself. */
export function agentPrincipal({ id, name }: { id: string; name: string }): Principal {
  return { ...systemPrincipal, kind: 'member', id, name, agentId: id }
}
