import { type TProperties, type TSchema, Type } from 'typebox'

/** An id with its prefix. */
export const id = Type.String()
/** A code of the product or a key of the workflow. */
export const slug = Type.String()
export const nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])
/** Where on a clock a step was taken: a share of its target, or open time from when that is used up, negative before. */
export const stepPoint = { percent: nullable(Type.Integer()), offsetMs: nullable(Type.Integer()) }
/** What was changed from what to what, as `changedValuesOf` tells it. */
export const changedValues = Type.Array(
  Type.Object({ name: slug, from: nullable(slug), to: nullable(slug) }, { additionalProperties: false }),
)
/** The exchange's reference of the call behind a task, by which it bridges the line; left out where there is none. */
export const ofCall = Type.Optional(Type.String())
/** What an event may tell, and nothing else. */
export const data = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
