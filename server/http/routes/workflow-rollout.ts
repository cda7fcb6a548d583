import { Type } from 'typebox'
import { getRollout, rolloutMeasures, type ShownRollout } from '../../modules/publishing/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, instantText, nullable, oneOf } from '../schemas.ts'

/** How a change that only a share of the tasks waits by is faring. */
export function workflowRolloutRoutes(): Route[] {
  return [getRoute]
}

const Figure = Type.Object({
  value: nullable(
    Type.Number({
      description: 'A share from 0 to 1; of `waitP90` milliseconds. Null while nothing has been counted.',
    }),
  ),
  counted: Type.Integer({ description: 'Offers, tasks or first responses it is of.' }),
})

const measure = oneOf(rolloutMeasures)

const WorkflowRollout = component('WorkflowRollout', {
  version: Type.Integer({ description: 'The version in force.' }),
  from: Type.Integer({ description: 'The version by whose queues all other tasks wait.' }),
  share: Type.Integer({ description: 'Percent of the tasks.' }),
  since: instant(),
  measures: Type.Array(Type.Object({ measure, rolledOut: Figure, others: Figure }), {
    description: 'Of the tasks that came in since, of the latest 10,000 at most.',
  }),
  returnWhen: Type.Array(
    Type.Object({
      measure,
      worseBy: Type.Integer({ description: 'Percent of the value of the others.' }),
      atLeast: Type.Integer({ description: 'Counted on each side before anything is judged.' }),
      state: oneOf(['waiting', 'holds', 'unsure', 'worse']),
    }),
    {
      description:
        '`waiting` = not enough counted; `unsure` = worse, though it may be chance; `worse` = the version before comes back within a minute.',
    },
  ),
  refused: nullable(
    Type.Object(
      {
        code: oneOf(['version_unreadable', 'workflow_invalid', 'workflow_key_in_use']),
        message: Type.String(),
      },
      {
        description:
          'What keeps the version before from coming back though a measure is `worse`; of `version_unreadable` also that all tasks wait by the version in force.',
      },
    ),
  ),
})

const share = (value: number, counted: number) => ({ value, counted })

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/workflow/rollout',
  operationId: 'getWorkflowRollout',
  summary: 'Read how the roll-out in force is faring',
  description:
    'While the workflow in force has `routing.rollout`: both sides measured since its publication, and what each of `returnWhen` says of them, as they were up to ten seconds ago. 404 when nothing is being rolled out.',
  tag: 'workflow',
  permission: 'workflow:read',
  answers: { 200: WorkflowRollout },
  example: {
    answer: {
      version: 7,
      from: 6,
      share: 10,
      since: '2026-11-20T09:00:00.000Z',
      measures: [
        { measure: 'offersNotAccepted', rolledOut: share(0.12, 84), others: share(0.15, 760) },
        { measure: 'tasksAbandoned', rolledOut: share(0.04, 75), others: share(0.05, 690) },
        { measure: 'firstResponsesLate', rolledOut: share(0.02, 61), others: share(0.03, 540) },
        { measure: 'waitP90', rolledOut: share(94_000, 72), others: share(118_000, 655) },
      ],
      returnWhen: [{ measure: 'offersNotAccepted', worseBy: 20, atLeast: 50, state: 'holds' }],
      refused: null,
    },
  },
  async handle({ context }) {
    const rollout = await getRollout(context)
    if (rollout === null) throw new AppError('not_found', 'Nothing is being rolled out.')
    return presentRollout(rollout)
  },
})

function presentRollout({ version, from, share: percent, since, sides, verdicts, refused }: ShownRollout) {
  return {
    version,
    from,
    share: percent,
    since: instantText(since),
    measures: rolloutMeasures.map((name) => ({
      measure: name,
      rolledOut: { ...sides.rolledOut[name] },
      others: { ...sides.others[name] },
    })),
    returnWhen: verdicts.map(({ tripwire, state }) => ({
      measure: tripwire.measure,
      worseBy: tripwire.worseByPercent,
      atLeast: tripwire.atLeast,
      state,
    })),
    refused: refused === null ? null : { ...refused },
  }
}
