import { Type } from 'typebox'
import { component, instant, nullable, oneOf } from '../schemas.ts'

/** What a queue does with a task that nobody takes. */
export const StepSchema = component('RoutingStep', {
  kind: oneOf(['relax', 'overflow', 'expire']),
  at: nullable(
    instant({ description: 'When it comes to this task; null of a queue, or while it hangs on more than age.' }),
  ),
  afterMs: nullable(
    Type.Integer({ description: 'The age of the task; for `estimate` the wait it would have to expect.' }),
  ),
  on: nullable(oneOf(['wait', 'length', 'estimate', 'nobody', 'closed'])),
  above: nullable(Type.Integer({ description: 'Waiting tasks, for `length`.' })),
  to: nullable(Type.String({ description: 'A queue, a partner, or callback, voicemail, message, escalate.' })),
  isSkippedIfNobody: Type.Boolean({ description: 'Left out while nobody there could take it.' }),
  passedOver: nullable(
    oneOf(['number_withheld'], {
      description: 'Why this task does not take it: nobody could dial the number of its caller.',
    }),
  ),
  skills: nullable(
    Type.Record(Type.String(), Type.Integer(), { description: 'Skills with other levels from then on.' }),
  ),
  dropSkills: Type.Array(Type.String()),
  languages: nullable(
    Type.Array(Type.String(), {
      description: 'Any one of these is enough from then on; none of them = no language is asked for.',
    }),
  ),
  ring: nullable(Type.Integer({ description: 'The ring of agents it opens; the members are the first.' })),
})

const plain = {
  on: null,
  above: null,
  to: null,
  isSkippedIfNobody: false,
  passedOver: null,
  skills: null,
  dropSkills: [],
  languages: null,
}

export const exampleSteps = [
  { ...plain, kind: 'relax', at: null, afterMs: 240_000, skills: { payments: 1 }, ring: null },
  { ...plain, kind: 'relax', at: null, afterMs: 480_000, languages: ['en', 'es', 'pt'], ring: null },
  {
    ...plain,
    kind: 'overflow',
    at: null,
    afterMs: 1_200_000,
    on: 'wait',
    to: 'backend',
    isSkippedIfNobody: true,
    ring: null,
  },
]
