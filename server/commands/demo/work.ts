import type { Ticket } from '@switchyard/sdk'
import { doAct } from './acts.ts'
import type { DemoWorld, Hand } from './demo-world.ts'
import { homeQueueOf } from './home-queue.ts'
import { type Act, handsOff, planWork, type Situation } from './work-plan.ts'

/** A member works on what it has in hand, to the end or until it leaves its hands. */
export async function work(world: DemoWorld, hand: Hand): Promise<void> {
  if (hand.isBusy) return
  hand.isBusy = true
  try {
    const path = `/v1/tickets/${hand.ticketId}`
    const ticket = await world.api.ask<Ticket>({ method: 'GET', path })
    if (ticket === null) return
    const random = world.newRandom()
    for (const { afterMs, act } of planWork(random, situationOf(world, hand, ticket))) {
      const begunAt = performance.now()
      await world.pace.wait(afterMs)
      if (!hand.isLetGo && world.hands.get(hand.taskId) !== hand) return
      hand.workedMs += performance.now() - begunAt
      const isDone = await doAct({ world, hand, ticket, random }, act)
      if (!isDone) await endInstead({ world, hand, ticket, random }, act)
    }
  } finally {
    hand.isBusy = false
  }
}

type Scene = Parameters<typeof doAct>[0]

/** Nobody took it over, so its member ends it. */
async function endInstead(scene: Scene, act: Act): Promise<void> {
  if (!handsOff.has(act)) return
  const isLive = scene.hand.kind === 'call' || scene.hand.kind === 'chat'
  if (isLive) await doAct(scene, 'hangUp')
  await doAct(scene, 'resolve')
}

function situationOf(world: DemoWorld, { ticketId, kind, isTakenUpAgain }: Hand, ticket: Ticket): Situation {
  const matter = world.visits.get(ticketId)?.contact.scenario ?? null
  const isMisplaced = ticket.queue === 'frontline' && matter !== null && homeQueueOf(matter.category) !== ticket.queue
  return { kind, isTakenUpAgain, isMisplaced, hasCategory: ticket.category !== null && !isMisplaced }
}
