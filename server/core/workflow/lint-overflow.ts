import type { WorkflowDocument } from './document.ts'
import { durationMs } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { overflowWords } from './overflow-words.ts'

type QueueDocument = WorkflowDocument['routing']['queues'][string]
type StepDocument = NonNullable<QueueDocument['overflow']>[number]
type Place = [step: StepDocument, path: Path]

/** What a queue's steps are judged by besides themselves. */
interface Surroundings {
  readonly isAlwaysOpen: boolean
  /** Messages left here are worked here. */
  readonly isOwn: boolean
}

/** Steps of overflow that say too little or too much, that lead nowhere, or that never come to their turn. */
export function lintOverflow(queue: QueueDocument, path: Path, around: Surroundings): Finding[] {
  const places = (queue.overflow ?? []).map((step, index): Place => [step, [...path, 'overflow', index]])
  return places.flatMap((place, index) => {
    const shape = lintShape(place)
    if (shape.length > 0) return shape
    const never = whyNever(place[0], places.slice(0, index), around) ?? whyNotAsked(place[0], places.slice(index + 1))
    return [
      ...lintTarget(place, queue, around),
      ...lintSkip(place),
      ...(never === null ? [] : [doubt('overflow_never', place[1], never)]),
    ]
  })
}

function lintShape([step, path]: Place): Finding[] {
  const conditions = [step.after, step.above, step.estimate, step.when].filter((condition) => condition !== undefined)
  const targets = [step.to, step.partner].filter((target) => target !== undefined)
  const findings: Finding[] = []
  if (conditions.length !== 1) {
    findings.push(fault('overflow_condition', path, 'An overflow has one condition: after, above, estimate or when.'))
  }
  if (targets.length !== 1) findings.push(fault('overflow_target', path, 'An overflow has one target: to or partner.'))
  return findings
}

function lintTarget([{ to, partner }, path]: Place, { kind }: QueueDocument, { isOwn }: Surroundings): Finding[] {
  if (kind === undefined) return []
  if (kind === 'case' && partner !== undefined) {
    return [
      fault('overflow_kind', [...path, 'partner'], 'A case is reviewed inside the house: use a queue or escalate.'),
    ]
  }
  const at = [...path, 'to']
  if (to === 'callback' && kind !== 'call') {
    const message = `Only calls can be called back, and what waits here is of kind ${kind}: use message or a queue.`
    return [fault('overflow_kind', at, message)]
  }
  if (!isMessage(to)) return []
  if (kind === 'case') {
    return [fault('overflow_kind', at, 'A case cannot become a message: use a queue or escalate.')]
  }
  if (kind !== 'ticket' || !isOwn) return []
  const message = 'What waits here is a ticket already: name another queue for messages (messageQueue).'
  return [fault('overflow_kind', at, message)]
}

function lintSkip([{ to, skipIf }, path]: Place): Finding[] {
  if (skipIf === undefined || to === undefined || !overflowWords.has(to)) return []
  const message = `Nobody has to take what goes to ${to}, so this step is never skipped.`
  return [doubt('overflow_skip', [...path, 'skipIf'], message)]
}

/** Why a step never comes to its turn, or null: its condition never holds, or an earlier one has taken every task by then. */
function whyNever(step: StepDocument, before: readonly Place[], { isAlwaysOpen }: Surroundings): string | null {
  if (step.when === 'closed' && isAlwaysOpen) return 'This queue has no hours, so it is never closed.'
  const isAhead = before.some(([earlier]) => takesEvery(earlier) && isMetBy(earlier, step))
  return isAhead ? 'A step above is met whenever this one is, and takes every task.' : null
}

/** Why a partner never comes to be asked, or null: a step after its own takes the task from it at once. */
function whyNotAsked({ partner, after }: StepDocument, later: readonly Place[]): string | null {
  if (partner === undefined || after === undefined) return null
  const isTaken = later.some(([step]) => takesEvery(step) && isNoLonger(step.after, after))
  return isTaken ? 'A step below is due as soon as this one, so the partner has no time to take it.' : null
}

/** Nothing is left to a later step of the same condition; a partner may give it back. */
function takesEvery({ to, above, partner, skipIf }: StepDocument): boolean {
  if (skipIf !== undefined) return false
  if (partner !== undefined) return above !== undefined
  return to !== undefined && !overflowWords.has(to)
}

/** Whether the earlier condition holds wherever the later one does. */
function isMetBy(earlier: StepDocument, later: StepDocument): boolean {
  if (later.above !== undefined) return (earlier.above ?? Infinity) <= later.above
  if (later.when !== undefined) return earlier.when === later.when
  if (later.after !== undefined) return isNoLonger(earlier.after, later.after)
  return later.estimate !== undefined && isNoLonger(earlier.estimate, later.estimate)
}

function isNoLonger(earlier: string | undefined, later: string): boolean {
  return earlier !== undefined && (durationMs(earlier) ?? 0) <= (durationMs(later) ?? 0)
}

function isMessage(to: string | undefined): boolean {
  return to === 'message' || to === 'voicemail'
}

/** A queue that overflows, through others, into itself would pass a task round for ever. */
export function lintOverflowLoops({ routing }: WorkflowDocument): readonly Finding[] {
  const targetsOf = (slug: string) =>
    (routing.queues[slug]?.overflow ?? []).flatMap((step) =>
      step.to === undefined || overflowWords.has(step.to) ? [] : [step.to],
    )
  const leadsBack = (from: string, home: string, seen: Set<string>): boolean =>
    targetsOf(from).some((to) => to === home || (!seen.has(to) && leadsBack(to, home, seen.add(to))))
  return Object.keys(routing.queues)
    .filter((slug) => leadsBack(slug, slug, new Set([slug])))
    .map((slug) =>
      fault(
        'overflow_loop',
        ['routing', 'queues', slug, 'overflow'],
        `What overflows from "${slug}" comes back to it.`,
      ),
    )
}
