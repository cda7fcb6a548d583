import { type Condition, languageName, languagesMatch } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { engineQueue } from './engine-queue.ts'

/**
 * The engine knows skills, one language and queues. What else a workflow may ask (a channel, one of several languages, a
 * pool that widens with age) is put to it as a condition of one of these names, which says itself what stands against who
 * does not meet it.
 */
export const conditionNames = {
  channel: (slug: string) => `channel ${slug}`,
  anyLanguage: (languages: readonly string[]) => `language ${languages.toSorted().join(' or ')}`,
  pool: (queue: string) => `pool ${queue}`,
}

export function takesChannel(workflow: WorkflowSnapshot, channel: string): Condition {
  const name = conditionNames.channel(channel)
  return shared(workflow, name, () => ({
    name,
    minLevel: 1,
    refusal: { code: 'no_permission', text: `Takes no work of the channel ${channel}` },
  }))
}

export function speaksOneOf(workflow: WorkflowSnapshot, languages: readonly string[]): Condition {
  const name = conditionNames.anyLanguage(languages)
  const wanted = languages.toSorted().map(languageName)
  const refusal = { code: 'language_missing', text: `Does not speak ${wanted.join(' or ')}` } as const
  return shared(workflow, name, () => ({ name, minLevel: 1, refusal }))
}

export function isInPool(workflow: WorkflowSnapshot, queue: string, minLevel: number): Condition {
  const name = conditionNames.pool(engineQueue(workflow, queue))
  return shared(workflow, `${name} ${minLevel}`, () => ({
    name,
    minLevel,
    refusal: { code: 'not_member', text: `Not yet in the pool of ${queue}` },
  }))
}

const kept = new WeakMap<WorkflowSnapshot, Map<string, Condition>>()

/** Every waiting task asks for some, and most for the same: they share one object. */
function shared(workflow: WorkflowSnapshot, key: string, make: () => Condition): Condition {
  const conditions = kept.get(workflow) ?? new Map<string, Condition>()
  kept.set(workflow, conditions)
  const condition = conditions.get(key) ?? make()
  conditions.set(key, condition)
  return condition
}

/** Whether somebody who speaks `spoken` can serve any of the `wanted` languages. */
export function speaksAny(spoken: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((language) => spoken.some((own) => languagesMatch(own, language)))
}
