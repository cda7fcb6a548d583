import type { Task, TaskState } from '@switchyard/sdk'

export const lanes = ['waiting', 'working', 'aside'] as const
/** Waiting or asked for; in somebody's hands; set aside until somebody acts. */
export type Lane = (typeof lanes)[number]
export const channelGroups = ['all', 'voice', 'chat', 'tickets'] as const
export type ChannelGroup = (typeof channelGroups)[number]
export const taskOrders = ['waited', 'rank', 'due'] as const
export type TaskOrder = (typeof taskOrders)[number]

const laneOf: Partial<Record<TaskState, Lane>> = {
  waiting: 'waiting',
  offered: 'waiting',
  active: 'working',
  wrapup: 'working',
  paused: 'aside',
}
const groupOf: Record<string, ChannelGroup> = { voice: 'voice', 'live-chat': 'chat', chat: 'chat' }

const rankOf = (task: Task) => (task.state === 'offered' ? 0 : (task.position ?? Number.POSITIVE_INFINITY))
const dueOf = (task: Task) => (task.sla?.dueAt ? Date.parse(task.sla.dueAt) : Number.POSITIVE_INFINITY)
/** Never NaN, so that two without a value are equal. */
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1)
const byWait = (a: Task, b: Task) =>
  compare(Date.parse(a.enteredAt), Date.parse(b.enteredAt)) || a.id.localeCompare(b.id)

const orders: Record<TaskOrder, (a: Task, b: Task) => number> = {
  waited: byWait,
  rank: (a, b) => compare(rankOf(a), rankOf(b)) || byWait(a, b),
  due: (a, b) => compare(dueOf(a), dueOf(b)) || byWait(a, b),
}

/** The tasks of one lane and channel in the asked order; a task that changed its queue between two answers shows once. */
export function shownTasks(
  tasks: readonly Task[],
  { lane, channel, order }: { lane: Lane; channel: ChannelGroup; order: TaskOrder },
): Task[] {
  const once = new Map(tasks.map((task) => [task.id, task]))
  return [...once.values()]
    .filter((task) => laneOf[task.state] === lane)
    .filter((task) => channel === 'all' || (groupOf[task.channel] ?? 'tickets') === channel)
    .toSorted(orders[order])
}
