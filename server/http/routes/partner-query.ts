import { Type } from 'typebox'
import { nullable } from '../schemas.ts'

/** Partners' lists: their own way of paging, as their other interfaces have it. */
export const partnerQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, description: 'The `meta.cursor` of before.' })),
}
/** Where their cursor is given and taken. */
export const partnerCursorNames = { given: 'meta.cursor', taken: 'cursor' }
/** What stands beside their data. */
export const partnerMeta = Type.Object({ cursor: nullable(Type.String()) })
