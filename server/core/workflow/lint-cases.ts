import type { WorkflowDocument } from './document.ts'
import { durationMs, mixesDays } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { mixedDays } from './lint-clocks.ts'

type CasesDocument = NonNullable<WorkflowDocument['cases']>

/** Reasons nobody reviews or that are never due, triggers of one name, and overflow that escalates to no case. */
export function lintCases({ cases, routing }: WorkflowDocument): readonly Finding[] {
  const findings: Finding[] = []
  for (const [slug, reason] of Object.entries(cases?.reasons ?? {})) findings.push(...lintReason(slug, reason))
  findings.push(...lintTriggers(cases?.triggers ?? []))
  const isAnswered = cases?.triggers?.some(({ on }) => on === 'queue.overflowed') ?? false
  if (isAnswered) return findings
  for (const [slug, queue] of Object.entries(routing.queues)) {
    queue.overflow?.forEach((step, index) => {
      if (step.to !== 'escalate') return
      const message = 'This opens no case: add a trigger of cases `on: queue.overflowed`.'
      findings.push(doubt('case_without_answer', ['routing', 'queues', slug, 'overflow', index, 'to'], message))
    })
  }
  return findings
}

function lintReason(slug: string, reason: CasesDocument['reasons'][string]): readonly Finding[] {
  const path: Path = ['cases', 'reasons', slug]
  const findings: Finding[] = []
  if (reason.due !== undefined && durationMs(reason.due) === 0) {
    findings.push(fault('out_of_range', [...path, 'due'], 'A case is due later than at once.'))
  }
  if (reason.due !== undefined && reason.calendar !== undefined && mixesDays(reason.due)) {
    findings.push(fault('ambiguous_days', [...path, 'due'], mixedDays))
  }
  if (reason.queue === undefined) {
    const message = `Cases of "${slug}" are offered to nobody: name the queue where they wait.`
    findings.push({ ...doubt('case_unrouted', path, message), at: 'key' })
  }
  return findings
}

function lintTriggers(triggers: NonNullable<CasesDocument['triggers']>): readonly Finding[] {
  const ids = triggers.map(({ id }) => id)
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [fault('duplicate_name', ['cases', 'triggers', index, 'id'], `There are two triggers called "${id}".`)],
  )
}
