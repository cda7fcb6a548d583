import { Type } from 'typebox'
import { data, slug } from './event-data.ts'

/** A share from 0 to 1, or ms of a wait, and of how many. */
const figure = data({ value: Type.Union([Type.Number(), Type.Null()]), counted: Type.Integer() })

/** What is told of the workspace's workflow. */
export const workflowEvents = {
  'workflow.published': data({
    version: Type.Integer(),
    /** How far automation may go, where this version says otherwise than the one before. */
    controls: Type.Optional(Type.Array(data({ place: slug, control: slug, from: slug, to: slug }))),
  }),
  /** A roll-out went worse by its measure: version `version` is again what version `to` was. Told beside its publication. */
  'workflow.rolled_back': data({
    version: Type.Integer(),
    from: Type.Integer(),
    to: Type.Integer(),
    measure: slug,
    rolledOut: figure,
    others: figure,
  }),
} as const
