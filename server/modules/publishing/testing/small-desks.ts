import { type Desk, openRouterWorld, type RouterWorld } from '../../../jobs/testing/router-world.ts'
import { publishWorkflow } from '../index.ts'
import { smallWorkflow } from './renamed-workflow.ts'

/** A ticket and an agent that name every word of the small workflow. */
const request = {
  channel: 'mail',
  serviceLine: 'line',
  type: 'wish',
  category: 'topic',
  language: 'pt',
  affected: ['engine'],
}
export const helper = { queues: ['desk'], skills: { craft: 3 }, languages: ['pt'], team: 'crew', channels: ['mail'] }

export interface SmallDesks extends RouterWorld {
  /** A workspace that works by the small workflow; its tickets name all there is in it. */
  openSmallDesk(): Promise<Desk>
}

export async function openSmallDesks(): Promise<SmallDesks> {
  const world = await openRouterWorld()
  return {
    ...world,
    openSmallDesk: async () => {
      const desk = await world.openDesk(() => smallWorkflow)
      return { ...desk, addTicket: (more = {}) => desk.addTicket({ ...request, ...more }) }
    },
  }
}

/** Publishes over whatever is in force. */
export const publish = (desk: Desk, document: string) =>
  publishWorkflow(desk.context, { document, expectedVersion: null })
