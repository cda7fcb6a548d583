import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { doubt } from './finding.ts'
import { overflowWords } from './overflow-words.ts'

/**
 * Queues in which a task that nobody takes waits for ever (routing.md 2.1). Where a step leads on, the next queue is judged
 * by itself. A case has a clock of its own, and ends by a decision.
 */
export function lintWaitEnds({ routing }: WorkflowDocument): readonly Finding[] {
  return Object.entries(routing.queues).flatMap(([slug, { kind, maxWait, overflow = [], ...queue }]): Finding[] => {
    const messageQueue = queue.messageQueue ?? routing.messageQueue ?? slug
    const leads = overflow.some(({ after, to, skipIf }) => {
      if (after === undefined || to === undefined || skipIf !== undefined) return false
      return overflowWords.has(to) ? isMessage(to) && messageQueue !== slug : to !== slug
    })
    if (kind === 'case' || maxWait !== undefined || leads) return []
    const message = `What nobody takes waits in "${slug}" for ever: say how long it may (maxWait), or where it goes after a time (an overflow \`after\` that nothing skips).`
    return [{ ...doubt('wait_without_end', ['routing', 'queues', slug], message), at: 'key' }]
  })
}

function isMessage(to: string): boolean {
  return to === 'message' || to === 'voicemail'
}
