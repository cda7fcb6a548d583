import { keepCustomers } from '../../modules/chat/index.ts'
import type { Context, Workspace } from '../../platform/context.ts'

/** Notes that a customer's page has come; settles when that is kept. */
export type Greet = (workspace: Workspace, chatId: string) => Promise<void>

interface Coming {
  readonly chatIds: Set<string>
  readonly kept: Promise<void>
}

/** Pages that come while others are noted are noted together: after a restart all come at once. */
export function createGreeting(systemIn: (workspace: Workspace) => Context): Greet {
  const coming = new Map<string, Coming>()
  let last: Promise<unknown> = Promise.resolve()
  return (workspace, chatId) => {
    const known = coming.get(workspace.id)
    if (known !== undefined) {
      known.chatIds.add(chatId)
      return known.kept
    }
    const chatIds = new Set([chatId])
    const kept = last.then(() => {
      coming.delete(workspace.id)
      return keepCustomers(systemIn(workspace), { chatIds: [...chatIds], isNew: true })
    })
    last = kept.catch(() => undefined)
    coming.set(workspace.id, { chatIds, kept })
    return kept
  }
}
