export type RolloutMeasure = 'offersNotAccepted' | 'tasksAbandoned' | 'firstResponsesLate' | 'waitP90'
export interface RolloutFigure {
  value: number | null
  counted: number
}
export interface WorkflowRollout {
  version: number
  from: number
  share: number
  since: string
  measures: { measure: RolloutMeasure; rolledOut: RolloutFigure; others: RolloutFigure }[]
  returnWhen: {
    measure: RolloutMeasure
    worseBy: number
    atLeast: number
    state: 'waiting' | 'holds' | 'unsure' | 'worse'
  }[]
  refused: { code: 'version_unreadable' | 'workflow_invalid' | 'workflow_key_in_use'; message: string } | null
}
