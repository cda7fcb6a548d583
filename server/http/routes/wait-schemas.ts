import { Type } from 'typebox'
import { component, nullable, oneOf } from '../schemas.ts'

export const waitBases = ['pace', 'staffing', 'head_of_line', 'last_to_enter', 'free_agent'] as const

const EstimatedWaitSchema = component(
  'EstimatedWait',
  {
    p50Seconds: Type.Integer({ description: 'Half of such waits are over by then.' }),
    p90Seconds: Type.Integer({ description: 'Nine of ten are.' }),
    basis: oneOf(waitBases, {
      description:
        'What it rests on: the pace at which the queue is served, handle times and places, the delay of others, or ' +
        'only the time to answer an offer.',
    }),
    confidence: oneOf(['low', 'medium', 'high']),
  },
  { description: 'From now until somebody accepts.' },
)

/** An estimated wait, or null when it is unknown. */
export const estimatedWait = () => nullable(EstimatedWaitSchema)

export const exampleWait = { p50Seconds: 95, p90Seconds: 240, basis: 'pace', confidence: 'high' }
