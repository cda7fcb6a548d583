import {
  addEvidence,
  decideCase,
  escalateCase,
  moveCase,
  type NewEvidence,
  setCheck,
} from '../../modules/cases/index.ts'
import { transferTask } from '../../modules/handling/index.ts'
import type { Context } from '../../platform/context.ts'
import type { ExampleCase } from './example-cases.ts'

/** Who plays in a case: contexts at a share of the way from its opening to its last step. */
export interface CaseCast {
  readonly opener: (share: number) => Context
  readonly reviewer: (share: number) => Context
  readonly reviewerId: string
}

const evidenceOf = ({ url, text }: ExampleCase['evidence'][number]): NewEvidence => ({
  text,
  ...(url === null ? { kind: 'note' } : { kind: 'link', url }),
})

/** Lets a case of a ticket happen: opened by one person, looked into by another who takes it, and decided where it is so. */
export async function playCase(
  { opener, reviewer, reviewerId }: CaseCast,
  ticketId: string,
  story: ExampleCase,
): Promise<void> {
  const opened = await escalateCase(opener(0), {
    caseId: null,
    ticketId,
    ticketNumber: null,
    externalId: null,
    reason: story.reason,
    severity: null,
    lane: null,
    note: story.note,
    evidence: [],
    expectedVersion: null,
  })
  const found = opened?.found
  if (found?.task == null) throw new Error(`No case of ${story.reason} was opened with work.`)
  const one = { caseId: found.id, expectedVersion: null }
  await transferTask(reviewer(0.1), {
    taskId: found.task.id,
    to: { agentId: reviewerId },
    mode: 'cold',
    restart: false,
    force: true,
    note: null,
  })
  await moveCase(reviewer(0.2), { ...one, to: 'triage', note: null })
  await moveCase(reviewer(0.3), { ...one, to: 'investigating', note: null })
  for (const piece of story.evidence) await addEvidence(reviewer(0.4), { ...one, evidence: evidenceOf(piece) })
  for (const check of story.checks) await setCheck(reviewer(0.5), { ...one, ...check, evidence: [] })
  await moveCase(reviewer(0.6), { ...one, to: 'decision', note: story.putForward })
  if (story.decision === null) return
  await decideCase(reviewer(0.8), { ...one, ...story.decision })
  await moveCase(reviewer(1), { ...one, to: 'closed', note: story.ending })
}
