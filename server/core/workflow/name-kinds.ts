import type { Path } from './finding.ts'
import type { ProblemCode } from './problem.ts'

/** What a name may refer to, and the code for a name nothing answers to. */
export const nameKinds = {
  queue: 'unknown_queue',
  skill: 'unknown_skill',
  language: 'unknown_language',
  calendar: 'unknown_calendar',
  lifecycle: 'unknown_lifecycle',
  policy: 'unknown_policy',
  type: 'unknown_type',
  category: 'unknown_category',
  serviceLine: 'unknown_service_line',
  channel: 'unknown_channel',
  service: 'unknown_service',
  team: 'unknown_team',
  status: 'unknown_status',
  reason: 'unknown_reason',
  check: 'unknown_check',
  riskClass: 'unknown_risk_class',
  macro: 'unknown_macro',
  article: 'unknown_article',
  rule: 'unknown_rule',
} as const satisfies Record<string, ProblemCode>

export type NameKind = keyof typeof nameKinds

/** Looks whether something answers to a name. */
export type Refer = (kind: NameKind, name: string | undefined, ...path: Path) => void
