export { articlesFor } from './articles-for.ts'
export { checklistOfType, fieldsAsked, nextAutomatic, saidBy } from './plan-automatic.ts'
export { planPriority, type WeightWord } from './plan-priority.ts'
export { ageingOfTask } from './ageing-of-task.ts'
export type {
  Classification,
  ClassifyRequest,
  CustomerOfRequest,
  OrderOfRequest,
  ProposedClassification,
  Requirements,
  TraceEntry,
} from './classification.ts'
export { type CalendarDocument, definitionOf, whyNotWithin } from './calendar-of-document.ts'
export { changedHours, type EndedHours } from './changed-hours.ts'
export { classify } from './classify.ts'
export { type AutomationPolicy, controlPlacesOf } from './compile-automations.ts'
export { type Cooldowns, standardCooldowns } from './cooldowns.ts'
export { withRollout } from './compile-rollout.ts'
export { compileWorkflow } from './compile-workflow.ts'
export { type CaseTriggerEvent, caseTriggerEvents } from './case-trigger-events.ts'
export { type MailPolicy, requestUrl } from './compile-mail.ts'
export { CalendarSchema } from './document-time.ts'
export type { Capacity, Presence } from './desk-terms.ts'
export { WorkflowSchema } from './document.ts'
export type { WorkflowDocument } from './document.ts'
export { dryRun } from './dry-run.ts'
export type { DryRun } from './dry-run.ts'
export { countsDays, durationMs, mixesDays } from './duration.ts'
export { type GoneKey, type GoneStatus, type KeyChanges, keyChanges, type KeyList, keyLists } from './key-changes.ts'
export { isAnyRenamed, type KeyRenames, nameOfStatus, renamesOf } from './key-renames.ts'
export { isAllowedOrigin } from './is-allowed-origin.ts'
export {
  type TripwireVerdict,
  judgeRollout,
  type RolloutFigure,
  type RolloutFigures,
  type RolloutMeasure,
  rolloutMeasures,
  type RolloutSides,
} from './judge-rollout.ts'
export { lintRollout } from './lint-rollout.ts'
export { lintWorkflow } from './lint-workflow.ts'
export { overtakes } from './overtakes.ts'
export type { Overtake } from './overtakes.ts'
export { parseWorkflow } from './parse-workflow.ts'
export type { ParsedWorkflow } from './parse-workflow.ts'
export { canonicalPriority, priorities } from './priority.ts'
export type { Priority } from './priority.ts'
export { nowhere, problemCodes } from './problem.ts'
export type { Locate, Problem as WorkflowProblem, ProblemCode } from './problem.ts'
export { qualifies, relaxRequirements } from './relax-requirements.ts'
export type { RelaxedRequirements } from './relax-requirements.ts'
export { allTerms, isRolledOut, placesOfShare, type Rollout, rolloutMultiplier, termsOf } from './rollout.ts'
export { runEmbeddedTests } from './run-embedded-tests.ts'
export type { EmbeddedTestResult } from './run-embedded-tests.ts'
export { type Entry, enterQueue, queuesToCount, type Rooms, type TakenStep } from './enter-queue.ts'
export { overflowStepName, overflowStepOf, type Standing, takeStep, targetOf } from './overflow-steps.ts'
export { factsOfNewTicket } from './new-ticket-facts.ts'
export { factsOfRequest } from './request-facts.ts'
export { fieldFaults } from './check-fields.ts'
export type {
  AgeingClass,
  AbandonedCalls,
  CasePolicy,
  CaseReason,
  CaseTrigger,
  Category,
  EmbeddedTest,
  EscalationStep,
  FieldDefinition,
  OverflowStep,
  Queue,
  Rank,
  RelaxStep,
  RoutingRule,
  Service,
  ServiceLine,
  SlaPolicy,
  Team,
  TicketType,
  WorkflowSnapshot,
} from './snapshot.ts'
export { standardAbsenceMs } from './channel.ts'
export type { ChannelOfWorkflow, Widget, WidgetField } from './channel.ts'
export type { AutomaticMove } from './stage-parts.ts'
export { taskKinds } from './task-kind.ts'
export type { TaskKind } from './task-kind.ts'
