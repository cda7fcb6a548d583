import { Type } from 'typebox'
import { nullable, oneOf } from '../schemas.ts'

/** Where a ticket may go from here, and what that asks of the caller. */
export const transitionMembers = {
  legalTransitions: Type.Array(
    Type.Object({
      to: Type.String(),
      label: Type.String(),
      category: nullable(Type.String()),
      requires: Type.Array(Type.String()),
      missing: Type.Array(Type.String()),
      barredBy: Type.Array(
        Type.Object({
          guard: oneOf(['roles', 'unlessCaseOpen']),
          roles: Type.Array(Type.String(), {
            description: 'Any one of them may; empty where it is no matter of roles.',
          }),
          reason: Type.String(),
        }),
        { description: 'What keeps the caller from it, whatever they bring; empty where nothing does.' },
      ),
      acceptsNote: Type.Boolean(),
      reopens: Type.Boolean(),
    }),
  ),
  solving: nullable(
    Type.Object(
      { to: Type.String(), label: Type.String(), missing: Type.Array(Type.String()) },
      { description: 'The one move that ends the work from here, over as many stages as it takes.' },
    ),
  ),
}
