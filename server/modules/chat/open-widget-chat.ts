import { createHash, randomUUID } from 'node:crypto'
import { termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { identitySecrets } from '../access/index.ts'
import { createChat, type OpenedChat } from './create-chat.ts'
import { isChannelOpen, isQueueOpen } from '../routing/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { AskingPage, FoundWidget } from './find-widget.ts'
import { leaveChat } from './leave-chat.ts'
import { type Identity, readIdentity } from './read-identity.ts'
import { readForm } from './visitor-form.ts'

export interface VisitorRequest {
  /** Who the page's backend says the visitor is; null = it says nothing. */
  readonly identity: string | null
  /** What this browser was known by before, a secret of its own; null = it was not. */
  readonly visitorId: string | null
  readonly language: string | null
  readonly form: Readonly<Record<string, string>>
  /** The first message; null = none yet. */
  readonly message: string | null
  /** What is wanted: to talk, or while nobody is there to leave a message or be called back. */
  readonly mode: 'chat' | 'message' | 'callback'
}

/**
 * Opens the chat of a web page's visitor, or leaves its message or its wish to be called back. Throws `unauthenticated` for
 * a signed word that is none or is missing where it must be, `invalid` for a form that is not filled in.
 */
export async function openWidgetChat(
  { context, channel, widget }: FoundWidget,
  { page, ...visitor }: VisitorRequest & { page: AskingPage },
): Promise<OpenedChat> {
  const identity = await identityOf(context, { channel, policy: widget.identity, token: visitor.identity })
  const { customerId = null, ...told } = identity ?? {}
  const { details, issueSummary, fields } = readForm(widget, visitor.form, told)
  const { serviceLine } = widget
  const { language, message, mode } = visitor
  const request = {
    customerId: customerId ?? anonymous(visitor.visitorId),
    channel,
    // What was signed stands against what a visitor types.
    customer: { ...details, ...told, ...(language !== null && { language }) },
    fields,
    ...(serviceLine !== null && { serviceLine }),
    ...(language !== null && { language }),
    ...(issueSummary !== null && { issueSummary }),
    ...(message !== null && { message }),
  }
  const workflow = await currentWorkflow(context)
  // oxlint-disable-next-line switchyard/verb -- createChat asks and records, in this transaction
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const opened = await createChat(inside, { request, hasKey: true, origin: page.origin })
    // A page may have been loaded before it closed: what it says then is answered when somebody is there.
    const isShut =
      !isChannelOpen(workflow, channel, context.now()) ||
      // Who has told no address would never hear of an answer, and waits.
      (request.customer.email != null && !canBeTaken(workflow, opened.chat, context.now()))
    const as = mode === 'chat' && isShut ? 'message' : mode
    if (as === 'chat' || opened.chat.endedAt !== null) return opened
    const left = await leaveChat(inside, { chatId: opened.chat.id, as, phone: details.phone ?? null })
    return { ...opened, chat: left ?? opened.chat }
  })
}

/** Whether somebody may come: its queue is open, or says itself where work goes while it is closed. */
function canBeTaken(workflow: WorkflowSnapshot, { taskId, task }: OpenedChat['chat'], at: number): boolean {
  const queue = termsOf(workflow, taskId).queues.get(task.queue)
  return queue !== undefined && (isQueueOpen(queue, at) || queue.overflow.some(({ on }) => on === 'closed'))
}

async function identityOf(
  context: Context,
  { channel, policy, token }: { channel: string; policy: 'off' | 'optional' | 'required'; token: string | null },
): Promise<Identity | null> {
  if (policy === 'off' || (token === null && policy === 'optional')) return null
  // oxlint-disable-next-line switchyard/verb -- makes the workspace's first key where there is none, which records itself
  const secrets = token === null ? [] : await context.transaction((tx) => identitySecrets(tx, context, channel))
  const identity = token === null ? null : readIdentity(token, secrets, context.now() - context.workspace.clockOffsetMs)
  if (identity !== null) return identity
  throw new AppError('unauthenticated', 'Sign who your visitor is with the secret of this channel (docs/chat.md).')
}

/** A browser that comes again is the same customer; what it is known by is kept as a hash, for it is as good as a password. */
function anonymous(visitorId: string | null): string {
  const name =
    visitorId === null ? randomUUID() : createHash('sha256').update(visitorId).digest('base64url').slice(0, 27)
  return `visitor-${name}`
}
