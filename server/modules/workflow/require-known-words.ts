import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { publishedWorkflow } from './current-workflow.ts'

/** Words of a grant or an agent that name parts of the workflow; null and undefined name none. */
export interface WorkflowWords {
  readonly channels?: readonly string[] | null | undefined
  readonly queues?: readonly string[] | null | undefined
  readonly skills?: Readonly<Record<string, number>> | undefined
}

/**
 * Refuses a channel, queue or skill that the published workflow does not have: a slip in a slug would make a token that
 * may do nothing, or an agent who is never asked. Nothing is refused before the first workflow is published.
 * Throws `invalid` naming the word and those there are.
 */
export async function requireKnownWords(context: Context, words: WorkflowWords): Promise<void> {
  const skills = Object.keys(words.skills ?? {})
  const { channels, queues } = words
  if ((channels ?? []).length + (queues ?? []).length + skills.length === 0) return
  const workflow = await publishedWorkflow(context)
  if (workflow === null) return
  requireKnown('channel', { words: channels ?? [], known: workflow.channels, place: (index) => `/channels/${index}` })
  requireKnown('queue', { words: queues ?? [], known: workflow.queues, place: (index) => `/queues/${index}` })
  requireKnown('skill', { words: skills, known: workflow.skills, place: (index) => `/skills/${skills[index]}` })
}

function requireKnown(
  what: string,
  of: { words: readonly string[]; known: ReadonlyMap<string, unknown>; place: (index: number) => string },
): void {
  const index = of.words.findIndex((word) => !of.known.has(word))
  if (index < 0) return
  const message = `There is no ${what} "${of.words[index]}"; there is: ${[...of.known.keys()].join(', ')}.`
  throw refuseField(of.place(index), `unknown_${what}`, message)
}
