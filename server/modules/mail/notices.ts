import { type NoticeKind, noticeKinds } from '../../core/mail/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { findNoticesOff, saveNoticesOff } from './notice-store.ts'

/** What a person is told by mail, by kind. */
export type NoticeSettings = Readonly<Record<NoticeKind, boolean>>

/** What the caller is told by mail. */
export async function readNotices(context: Context): Promise<NoticeSettings> {
  requirePermission(context, 'session:own')
  requireMember(context)
  return context.read(async (tx) => settingsOf(await findNoticesOff(tx, context.workspace.id, context.principal.id)))
}

/** Changes what the caller is told by mail; kinds that are not named stay as they are. */
export async function setNotices(context: Context, changes: Partial<NoticeSettings>): Promise<NoticeSettings> {
  requirePermission(context, 'session:own')
  requireMember(context)
  const memberId = context.principal.id
  return context.transaction(async (tx) => {
    const now = settingsOf(await findNoticesOff(tx, context.workspace.id, memberId))
    const wanted = { ...now, ...changes }
    const off = noticeKinds.filter((kind) => !wanted[kind])
    if (await saveNoticesOff(tx, context.workspace.id, { memberId, off })) {
      const data = { memberId: encodeId('member', memberId), off }
      await appendWorkspaceEvent(tx, context, { type: 'member.notices_set', data })
    }
    return wanted
  })
}

/** A token is nobody: it reads no mail. */
function requireMember({ principal }: Context): void {
  if (principal.kind !== 'member')
    throw new AppError('forbidden', 'Only a person who signs in is told anything by mail.')
}

function settingsOf(off: readonly string[]): NoticeSettings {
  // Every kind is a member: the list is what makes them.
  return Object.fromEntries(noticeKinds.map((kind) => [kind, !off.includes(kind)])) as Record<NoticeKind, boolean>
}
