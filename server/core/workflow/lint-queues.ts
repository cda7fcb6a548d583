import { compileAgeing } from './compile-queue.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { lintOverflow, lintOverflowLoops } from './lint-overflow.ts'
import { overflowWords } from './overflow-words.ts'
import { lintWaitEnds } from './lint-wait-ends.ts'
import { overtakes } from './overtakes.ts'

type QueueDocument = WorkflowDocument['routing']['queues'][string]

/** Queues nobody is sent to, that starve, overflow in a circle, or have timers that never fire. */
export function lintQueues(document: WorkflowDocument): readonly Finding[] {
  const queues = Object.entries(document.routing.queues)
  return [
    ...queues.flatMap(([slug, queue]) => lintQueue(document, slug, queue)),
    ...lintReach(document),
    ...lintOverflowLoops(document),
    ...lintWaitEnds(document),
  ]
}

function lintQueue(document: WorkflowDocument, slug: string, queue: QueueDocument): readonly Finding[] {
  const path: Path = ['routing', 'queues', slug]
  const isAlwaysOpen = queue.hours === undefined || document.calendars[queue.hours]?.alwaysOpen === true
  const messageQueue = queue.messageQueue ?? document.routing.messageQueue ?? slug
  const findings = [
    ...lintTimers(queue, path),
    ...lintOverflow(queue, path, { isAlwaysOpen, isOwn: messageQueue === slug }),
  ]
  if (overflowWords.has(slug)) {
    findings.push({
      ...fault('reserved_name', path, `"${slug}" is an overflow target and cannot name a queue.`),
      at: 'key',
    })
  }
  if ((queue.rank === 'expression') !== (queue.rankBy !== undefined) && queue.rank !== undefined) {
    findings.push(fault('rank_expression', [...path, 'rank'], '`rank: expression` and `rankBy` go together.'))
  }
  if (!isAlwaysOpen && !(queue.overflow ?? []).some((step) => step.when === 'closed')) {
    const message = 'Outside its hours nothing happens to what waits here: add an overflow `when: closed`.'
    findings.push(doubt('closed_without_fallback', [...path, 'hours'], message))
  }
  const starved = overtakes(compileAgeing(queue.ageing)).filter(({ afterMs }) => afterMs === null)
  if (queue.ageing !== undefined && starved.length > 0) {
    const pairs = starved.map(({ lower, higher }) => `${lower} never passes a new ${higher}`).join(', ')
    findings.push({ ...doubt('priority_starves', [...path, 'ageing'], `However long it waits, ${pairs}.`), at: 'key' })
  }
  return findings
}

function lintTimers(queue: QueueDocument, path: Path): Finding[] {
  const findings: Finding[] = []
  const endMs = durationMs(queue.maxWait ?? '') ?? Infinity
  let lastMs = -1
  queue.relax?.forEach((step, index) => {
    const atMs = durationMs(step.at) ?? 0
    const place = [...path, 'relax', index, 'at']
    if (atMs <= lastMs)
      findings.push(
        fault(
          'timer_order',
          place,
          'Steps are in the order of the task’s age; this one is not later than the one above.',
        ),
      )
    if (atMs >= endMs) findings.push(fault('timer_past_end', place, 'The task has left the queue by then (maxWait).'))
    lastMs = atMs
  })
  if (queue.wrapupHolds !== undefined && (durationMs(queue.wrapupHolds) ?? 0) > (durationMs(queue.wrapup ?? '') ?? 0)) {
    findings.push(fault('timer_past_end', [...path, 'wrapupHolds'], 'The wrap-up is over by then (wrapup).'))
  }
  queue.overflow?.forEach((step, index) => {
    if ((durationMs(step.after ?? '') ?? 0) < endMs) return
    findings.push(
      fault('timer_past_end', [...path, 'overflow', index, 'after'], 'The task has left the queue by then (maxWait).'),
    )
  })
  return findings
}

function lintReach({
  routing,
  serviceLines,
  categories,
  services = {},
  cases,
  slaPolicies = {},
  automations = [],
}: WorkflowDocument): readonly Finding[] {
  const reached = new Set([
    routing.otherwise,
    routing.messageQueue,
    ...Object.values(routing.queues).map((queue) => queue.messageQueue),
    ...routing.rules.map((rule) => rule.set?.queue),
    ...Object.values(routing.queues).flatMap((queue) => (queue.overflow ?? []).map((step) => step.to)),
    ...Object.values(serviceLines).map((line) => line.queue),
    ...Object.values(categories).map((category) => category.queue),
    ...Object.values(services).map((service) => service.queue),
    ...Object.values(cases?.reasons ?? {}).map((reason) => reason.queue),
    ...Object.values(slaPolicies).flatMap((policy) => (policy.escalations ?? []).map((step) => step.requeue)),
    ...automations.flatMap((automation) => automation.do.map((action) => action.setQueue)),
  ])
  return Object.keys(routing.queues)
    .filter((slug) => !reached.has(slug))
    .map((slug) => ({
      ...doubt(
        'queue_unreachable',
        ['routing', 'queues', slug],
        `No rule, category, service, overflow or case leads to "${slug}".`,
      ),
      at: 'key' as const,
    }))
}
