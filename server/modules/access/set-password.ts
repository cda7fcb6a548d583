import { AppError, refuseField } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { appendUserEvent } from './append-user-event.ts'
import { forgetSessions } from './authenticate-session.ts'
import { checkNewPassword, hashPassword, isPassword } from './password.ts'
import { deleteOtherSessions } from './session-store.ts'
import { deleteSignInLinks } from './sign-in-link-store.ts'
import { clearTries, spendTry } from './sign-in-limit.ts'
import type { User } from './user.ts'
import { findUser, replacePasswordHash } from './user-store.ts'

export interface NewPassword {
  readonly userId: string
  /** The session that asks; all others of the person end, open sign-in links with them. */
  readonly sessionId: string
  /** Needed when there is a password already. */
  readonly currentPassword: string | null
  readonly newPassword: string
  readonly address: string
  /** From where, for the audit trail. */
  readonly origin?: Origin | null
}

/**
 * Sets a person's own password. Refuses `invalid` for a weak one and for a wrong current one, `rate_limited` after ten
 * wrong ones: a stolen session must not become a way to guess.
 */
export async function setPassword(installation: Installation, input: NewPassword): Promise<void> {
  const user = await installation.onGlobalTables((tx) => findUser(tx, input.userId))
  if (user === null) throw new AppError('not_found', 'There is no such person.')
  checkNewPassword(input.newPassword, user.email)
  if (user.passwordHash !== null) await requireCurrentPassword(installation, user, input)
  const to = await hashPassword(installation.memory, input.newPassword)
  await installation.onGlobalTables(async (tx) => {
    const isSet = await replacePasswordHash(tx, user.id, { from: user.passwordHash, to })
    if (!isSet) throw new AppError('conflict', 'The password was changed at the same time.')
    await deleteOtherSessions(tx, user.id, input.sessionId)
    await deleteSignInLinks(tx, user.id)
    const event = { type: 'member.password_set' } as const
    await appendUserEvent(tx, installation, { userId: user.id, event, origin: input.origin ?? null })
  })
  forgetSessions(installation.memory, (known) => known.userId === user.id && known.sessionId !== input.sessionId)
}

async function requireCurrentPassword(
  installation: Installation,
  user: User & { passwordHash: string | null },
  input: NewPassword,
): Promise<void> {
  const signInTry = { email: user.email, address: input.address }
  await spendTry(installation, signInTry)
  const isRight = await isPassword(installation.memory, user.passwordHash, input.currentPassword ?? '')
  if (!isRight) throw refuseField('/currentPassword', 'wrong', 'The current password is not this one.')
  await installation.onGlobalTables((tx) => clearTries(tx, signInTry))
}
