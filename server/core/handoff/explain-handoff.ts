import type { HandoffPlan } from './plan-handoff.ts'

/** One step of why a submission went where it went: a code for programs, a sentence for people. */
export interface HandoffStep {
  readonly code: string
  readonly text: string
}

/** The plan in words, in the order in which it was decided. Names no person. */
export function explainHandoff(plan: HandoffPlan, partner: string | null): HandoffStep[] {
  return [typeStep(plan), ...whereStep(plan, partner)]
}

function typeStep(plan: HandoffPlan): HandoffStep {
  const { configuredType, resolvedType, reason, elapsedMs, lateByMs, soughtForStore } = plan
  if (reason === 'no_order') return { code: 'no_order', text: 'No order -> GENERAL' }
  if (reason === 'late') {
    return { code: 'late', text: lateByMs === null ? 'late -> GENERAL' : `late by ${lengthOf(lateByMs)} -> GENERAL` }
  }
  if (soughtForStore !== null)
    return { code: 'no_store_subscriber', text: `No STORE subscription for ${soughtForStore.join(', ')} -> GENERAL` }
  if (resolvedType === 'STORE' && elapsedMs === null)
    return { code: 'order_time_unknown', text: 'STORE as its category says; nobody knows when its order was placed' }
  return {
    code: 'configured',
    text: `${configuredType} as its category says${resolvedType === 'STORE' ? ', in time' : ''}`,
  }
}

function whereStep({ outcome, sought, resolvedType }: HandoffPlan, partner: string | null): HandoffStep[] {
  const last = sought.at(-1)
  switch (outcome) {
    case 'internal':
      return [{ code: 'internal', text: 'Its sub-category is not submitted to partners: own queues' }]
    case 'no_subscriber':
      return [{ code: 'no_subscriber', text: `No ${resolvedType} subscription for ${sought.join(', ')}: own queues` }]
    case 'own_submission':
      return [{ code: 'own_submission', text: `Raised by ${partner ?? 'the subscriber'} itself: own queues` }]
    case 'forwarded':
      return [
        { code: 'forwarded', text: `Forwarded to ${partner ?? 'a partner'}, subscribed for the ${last ?? 'region'}` },
      ]
  }
}

/** `60 min`, `1 min 30 s`, `0.4 s`. */
function lengthOf(ms: number): string {
  if (ms < 1_000) return `${ms / 1_000} s`
  const seconds = Math.floor(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds} s`
  return seconds % 60 === 0 || minutes >= 10 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
}
