export { openCase } from './open-case.ts'
export {
  caseOutcomes,
  caseStatuses,
  type CaseStatus,
  checkResults,
  evidenceKinds,
  waitedFor,
} from '../../core/cases/index.ts'
export { addEvidence, type NewEvidence } from './add-evidence.ts'
export type { LaneCount } from './case-view.ts'
export type { ShownCase } from './case.ts'
export { decideCase } from './decide-case.ts'
export { type BlankedCases, blankCases } from './erasure-store.ts'
export { escalateCase, type Escalation } from './escalate-case.ts'
export { fireCaseTimer } from './fire-case-timer.ts'
export { mayReadEvidence } from './may-read-evidence.ts'
export { moveCase } from './move-case.ts'
export { areaOf, baselineMs, findTicketsOfArea } from './cluster-view.ts'
export { caseTriggerTypes, openTriggeredCases } from './open-triggered-cases.ts'
export { pauseCase, resumeCase } from './pause-case.ts'
export { presentCase, presentHistory, presentLane, presentReasons, reviewObstacles } from './present-case.ts'
export { type CaseListFilter, caseReasonPolicy, caseWords, countLanes, getCase, listCases } from './read-cases.ts'
export { renameInCases } from './rename-in-cases.ts'
export { setCheck } from './set-check.ts'
