import { type Calendar, startOfDay, workingTimeBetween } from '../../core/calendars/index.ts'
import type { EngineConfig, QueueConfig } from '../../core/routing/index.ts'
import {
  type AgeingClass,
  ageingOfTask,
  allTerms,
  canonicalPriority,
  type Cooldowns,
  priorities,
  standardCooldowns,
  type Queue,
  taskKinds,
  termsOf,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import { engineQueue } from './engine-queue.ts'
import { partnerQueue, partnersOf } from './partner-queue.ts'

/** How long an agent is not asked again for a task that it turned down in this queue, when others have not taken it. */
export function cooldownsOf(
  workflow: WorkflowSnapshot,
  { taskId, queue }: { taskId: string; queue: string },
): Cooldowns {
  return termsOf(workflow, taskId).queues.get(queue) ?? standardCooldowns
}

/** Ranked agents a decision keeps with their values (routing.md L1). */
const bestCount = 5

/** The engine's queues that are open at an instant. */
export function openQueues(workflow: WorkflowSnapshot, at: number): Set<string> {
  return new Set(
    allTerms(workflow).flatMap((terms) =>
      [...terms.queues.values()].flatMap((queue) => (isQueueOpen(queue, at) ? [engineQueue(terms, queue.slug)] : [])),
    ),
  )
}

/** Whether an instant falls in the hours of a queue; one without hours is always open. */
export function isQueueOpen({ hours }: Queue, at: number): boolean {
  return hours === null || isOpen(hours, at)
}

/** Whether the hours of any queue open and close it. */
export function hasHours(workflow: WorkflowSnapshot): boolean {
  return allTerms(workflow).some(({ queues }) => [...queues.values()].some(({ hours }) => hours !== null))
}

/** Whether chats of a channel are open: by its own hours, beside those of the queue. */
export function isChannelOpen(workflow: WorkflowSnapshot, channel: string, at: number): boolean {
  const hours = workflow.channels.get(channel)?.hours ?? null
  return hours === null || isOpen(hours, at)
}

/** The calendars in whose hours an instant falls, by slug. */
export function openCalendars(workflow: WorkflowSnapshot, at: number): Set<string> {
  return new Set([...workflow.calendars].filter(([, calendar]) => isOpen(calendar, at)).map(([slug]) => slug))
}

/** Whether a shift is on; one whose calendar the workflow does not have (any more) always is. */
export function isOnShift(workflow: WorkflowSnapshot, shift: string | null, open: ReadonlySet<string>): boolean {
  return shift === null || open.has(shift) || !workflow.calendars.has(shift)
}

function isOpen(calendar: Calendar, at: number): boolean {
  return workingTimeBetween(calendar, at, at + 1) > 0
}

/** Since when tasks taken are counted for the fairness of queues: the local day. 0 = no queue asks for it. */
export function servedSinceOf(workflow: WorkflowSnapshot, at: number): number {
  const isAsked = allTerms(workflow).some(({ queues }) =>
    [...queues.values()].some(({ fairnessGap }) => fairnessGap !== null),
  )
  return isAsked ? startOfDay(workflow.zone, at) : 0
}

/** What the routing engine needs of a workflow. A queue that is closed has no members until it opens. */
export function engineConfigOf(
  workflow: WorkflowSnapshot,
  open: ReadonlySet<string>,
  servedSince: number,
): EngineConfig {
  const all = allTerms(workflow).flatMap((terms) => [...terms.queues.values()].map((queue) => ({ terms, queue })))
  const classes = all.flatMap(({ queue }) => ageingClassesOf(queue, workflow))
  const byId = new Map(classes.map((ageing) => [classIdOf(ageing), ageing]))
  return {
    workflowVersion: String(workflow.version),
    classes: [...byId].map(([classId, { base, slopePerMinute, cap }]) => ({ classId, base, slopePerMinute, max: cap })),
    kinds: taskKinds.map((kind) => ({
      kind,
      units: workflow.capacity.units[kind],
      maxAtOnce: workflow.capacity.maxima[kind] ?? null,
      offerTimeoutMs: workflow.offerTimeouts[kind] ?? null,
      interrupts: workflow.capacity.interrupts[kind] ?? [],
    })),
    queues: all.flatMap(({ terms, queue }) => [
      queueConfig(engineQueue(terms, queue.slug), queue, open),
      ...partnerQueueConfigs(terms, queue),
    ]),
    bestCount,
    servedSince,
  }
}

function queueConfig(queueId: string, queue: Queue, open: ReadonlySet<string>): QueueConfig {
  return {
    queueId,
    ranking: queue.rank.by,
    // Only agents of partners are given listed queues, and none of these, so nobody is a member of a closed one.
    membership: open.has(queueId) ? 'matched' : 'listed',
    offerTimeoutMs: queue.offerTimeoutMs,
    declineCooldownMs: queue.declineCooldownMs,
    expiryCooldownMs: queue.missCooldownMs,
    fairnessGap: queue.fairnessGap,
    isClosed: !open.has(queueId),
  }
}

/** Where tasks of this queue wait for one partner alone, whatever the hours of the queue. */
function partnerQueueConfigs(workflow: WorkflowSnapshot, queue: Queue): QueueConfig[] {
  const { offerTimeoutMs, declineCooldownMs, missCooldownMs: expiryCooldownMs } = queue
  const terms = { offerTimeoutMs, declineCooldownMs, expiryCooldownMs, fairnessGap: null, isClosed: false }
  return [...partnersOf(queue)].map((partner) => ({
    queueId: partnerQueue(workflow, queue.slug, partner),
    ranking: 'longest-idle',
    membership: 'listed',
    ...terms,
  }))
}

/** The ageing class of a task in a queue of this workflow; tasks that age alike share their class, whatever their queues. */
export function ageingClassOf(
  workflow: WorkflowSnapshot,
  task: { queue: string; priority: string; slaPolicy: string | null },
): string {
  const queue = workflow.queues.get(task.queue)
  const priority = canonicalPriority(task.priority)
  if (queue === undefined || priority === null) return ''
  const policy = task.slaPolicy === null ? undefined : workflow.policies.get(task.slaPolicy)
  return classIdOf(ageingOfTask(queue, priority, policy ?? null))
}

/** Of every priority, and of every target where a deadline counts. */
function ageingClassesOf(queue: Queue, { policies }: WorkflowSnapshot): AgeingClass[] {
  const known = queue.deadlineWeight === 0 ? [null] : [null, ...policies.values()]
  return priorities.flatMap((priority) => known.map((policy) => ageingOfTask(queue, priority, policy)))
}

function classIdOf({ base, slopePerMinute, cap }: AgeingClass): string {
  return `${base}/${slopePerMinute}/${cap}`
}
