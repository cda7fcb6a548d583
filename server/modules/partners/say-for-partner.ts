import { type Context, inNameOf } from '../../platform/context.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { handleTicket, messageChange } from '../handling/index.ts'

const { permissions, scope } = systemPrincipal

/** The part of the ticket a partner has was asked for; the ticket itself may be anybody's. */
export const anybodys = { permissions, scope, partnerId: null }

/** Says something as the partner: to the customer (`reply`), or to staff. What was waited for of it counts as given. */
export async function sayForPartner(
  context: Context,
  said: { ticketId: string; partnerId: string; as: 'reply' | 'note' | 'question'; body: string },
): Promise<void> {
  const { ticketId, partnerId, as, body } = said
  const message = {
    body,
    visibility: as === 'reply' ? 'public' : 'partner',
    isQuestion: as === 'question',
    clientId: null,
    asPartner: { id: partnerId },
  } as const
  const caller = inNameOf(context, { ...context.principal, ...anybodys })
  const handling = { ticketId, permission: 'message:write' } as const
  await handleTicket(caller, handling, (grip, tx) => messageChange(tx, context, grip, message))
}
