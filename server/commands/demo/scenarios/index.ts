import type { Scenario } from '../scenario.ts'
import { accounts } from './accounts.ts'
import { guests } from './guests.ts'
import { infrastructure } from './infrastructure.ts'
import { integrations } from './integrations.ts'
import { payments } from './payments.ts'
import { security } from './security.ts'

/** What the customers of the demo ask about: every type, category and service line of the example workflow. */
export const scenarios: readonly Scenario[] = [
  ...accounts,
  ...guests,
  ...infrastructure,
  ...integrations,
  ...payments,
  ...security,
]
