import type { WorkflowRollout } from './rollout-types.ts'
import { expectTypeOf, it } from 'vitest'
import type { PhoneCall } from './call.ts'
import type { components } from './schema.gen.d.ts'
import type * as automation from './automation-types.ts'
import type { RecurringReport } from './recurring-types.ts'
import type * as search from './search-types.ts'
import type * as shared from './types.ts'

type Schemas = components['schemas']

/** Checked by the type checker: what the reference answers is what the shared types promise. */
it('the shared types hold for what the reference describes', () => {
  expectTypeOf<Schemas['Message']>().toExtend<shared.Message>()
  expectTypeOf<Schemas['File']>().toExtend<shared.StoredFile>()
  expectTypeOf<Schemas['Agent']>().toExtend<shared.Agent>()
  expectTypeOf<Schemas['Customer']>().toExtend<shared.Customer>()
  expectTypeOf<Schemas['SignInSession']>().toExtend<shared.SessionRow>()
  expectTypeOf<Schemas['Call']>().toExtend<PhoneCall>()
  expectTypeOf<Schemas['Workflow']>().toExtend<shared.PublishedWorkflow>()
  expectTypeOf<Schemas['WorkflowRollout']>().toExtend<WorkflowRollout>()
  expectTypeOf<Schemas['WorkflowCheck']>().toExtend<shared.WorkflowCheck>()
  expectTypeOf<Schemas['Automation']>().toExtend<automation.Automation>()
  expectTypeOf<Schemas['AutomationRun']>().toExtend<automation.AutomationRun>()
  expectTypeOf<Schemas['Macro']>().toExtend<automation.Macro>()
  expectTypeOf<Schemas['TicketSuggestion']>().toExtend<automation.TicketSuggestion>()
  expectTypeOf<Schemas['RecurringReport']>().toExtend<RecurringReport>()
  expectTypeOf<Schemas['RealtimePass']>().toExtend<shared.RealtimePass>()
  expectTypeOf<Schemas['Problem']>().toExtend<shared.ProblemBody>()
  expectTypeOf<Schemas['ListedAgent']>().toExtend<shared.Agent>()
  expectTypeOf<Schemas['View']>().toExtend<search.View>()
  expectTypeOf<Schemas['ViewCount']>().toExtend<search.ViewCount>()
  expectTypeOf<Schemas['SearchField']>().toExtend<search.SearchField>()
  expectTypeOf<Schemas['FoundEverywhere']['others']>().toExtend<search.FoundEverywhere['others']>()
  expectTypeOf<Schemas['TimelineItem']>().toExtend<Omit<shared.TimelineItem, 'message'>>()
})
