export type {
  Action,
  Automation,
  Condition,
  FirstResponses,
  Macro,
  Playbook,
  PlaybookStep,
  Texts,
  TimeTrigger,
} from './automation.ts'
export { type AutomationEvent, automationEvents, logTypeOf } from './automation-events.ts'
export {
  type ControlChange,
  controlChanges,
  controlLevels,
  type ControlName,
  type ControlPlaces,
  type Controls,
  controlsFor,
} from './controls.ts'
export { describeAction } from './describe-action.ts'
export { foresee } from './foresee.ts'
export {
  type CustomerLately,
  firstResponseRule,
  firstResponseText,
  holdFirstResponse,
  holdFromCustomer,
  mostOfCustomerAnHour,
  type ResponseAsked,
} from './first-response.ts'
export { holds, judgeRule, type Verdict, type VerdictCode } from './judge-rule.ts'
export { noRuns, type PastRuns } from './loop-guard.ts'
export { byTime, type LoggedEvent, type Occasion, occasionOf } from './occasion.ts'
export { planRules, type RuleVerdict, withRun } from './plan-rules.ts'
export { plainName, renderTemplate, type TemplateValues, textIn } from './template.ts'
export { type Due, dueOf, nextDue, type TicketTimes } from './time-trigger.ts'
