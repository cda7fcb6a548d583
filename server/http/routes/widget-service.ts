import { Type } from 'typebox'
import type { AskingPage } from '../../modules/chat/index.ts'
import type { Installation } from '../../platform/installation.ts'
import { isOwnOrigin } from '../authentication.ts'
import type { CallRequest } from '../route.ts'

/** What the calls of pages that open chats are served with. */
export interface WidgetService {
  readonly installation: Installation
  readonly publicUrl: string
}

export const channelKey = Type.String({
  minLength: 3,
  maxLength: 130,
  pattern: '^[a-z0-9][a-z0-9_-]*\\.[a-z0-9][a-z0-9_-]*$',
  description: 'The workspace and its channel: `operations-review.live-chat`.',
})

/** What a page calls a visit of its visitor: drawn by chance and forgotten after a day. */
export const visitName = Type.String({
  pattern: '^[A-Za-z0-9_-]{22,64}$',
  description:
    'A random text for this visit, which its page draws anew after a day. Only a hash is kept, bound to nobody.',
})

/** Whose page sends a request, as its browser says: a page cannot write that header itself. */
export function askingPage({ headers }: CallRequest, publicUrl: string): AskingPage {
  const { origin = null } = headers
  return { origin, isOwnPage: origin !== null && isOwnOrigin(origin, headers.host, publicUrl) }
}
