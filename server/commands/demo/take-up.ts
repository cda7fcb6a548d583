import type { Task, Workload } from '@switchyard/sdk'
import type { DemoWorld, Hand, Member } from './demo-world.ts'
import { work } from './work.ts'

/** A member begins on work that is now in its hands; what it works on already goes on. */
export function takeUp(
  world: DemoWorld,
  member: Member,
  task: Pick<Hand, 'taskId' | 'ticketId' | 'kind' | 'callId'> & { readonly isTakenUpAgain?: boolean },
): void {
  if (world.hands.has(task.taskId)) return
  const hand = { isTakenUpAgain: false, ...task, member, workedMs: 0, isBusy: false, isLetGo: false, colleague: null }
  world.hands.set(task.taskId, hand)
  world.stories.begin(() => work(world, hand))
}

/** A member looks at its desk: work of an earlier demo, or given to it by hand. */
export async function lookAtDesk(world: DemoWorld, member: Member): Promise<void> {
  const path = `/v1/agents/${member.id}/workload`
  const held = await world.api.ask<Workload>({ method: 'GET', path })
  for (const { id, ticketId, kind, state } of held?.tasks ?? []) {
    if (isToBeWorked(state)) takeUp(world, member, { taskId: id, ticketId, kind, callId: null })
  }
}

/** The customer has answered: whoever had asked goes on. */
export async function goOn(world: DemoWorld, taskId: string): Promise<void> {
  const known = world.hands.get(taskId)
  if (known !== undefined) {
    known.isTakenUpAgain = true
    return world.stories.begin(() => work(world, known))
  }
  const task = await world.api.ask<Task>({ method: 'GET', path: `/v1/tasks/${taskId}` })
  const member = world.members.get(task?.agentId ?? '')
  if (task === null || member === undefined || !isToBeWorked(task.state)) return
  takeUp(world, member, { taskId, ticketId: task.ticketId, kind: task.kind, callId: null, isTakenUpAgain: true })
}

function isToBeWorked(state: string): boolean {
  return state === 'active' || state === 'wrapup'
}
