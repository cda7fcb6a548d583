import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { isPassword, passwordLengthAtMost } from './password.ts'
import type { NewSession } from './session.ts'
import { clearTries, spendTry } from './sign-in-limit.ts'
import { type Arrival, startSession } from './start-session.ts'
import { normaliseEmail } from './user.ts'
import { findUserByEmail } from './user-store.ts'

/**
 * Signs a person in. An unknown address, an account without password and a wrong password are refused alike
 * (`unauthenticated`) and after the same work; too many tries are `rate_limited`.
 */
export async function signInWithPassword(
  installation: Installation,
  input: { email: string; password: string } & Arrival,
): Promise<NewSession> {
  if (!isPlausible(input.email, 254) || !isPlausible(input.password, passwordLengthAtMost)) throw refuse()
  const email = normaliseEmail(input.email)
  const signInTry = { email, address: input.device.address }
  await spendTry(installation, signInTry)
  const user = await installation.onGlobalTables((tx) => findUserByEmail(tx, email))
  const isRight = await isPassword(installation.memory, user?.passwordHash ?? null, input.password)
  if (user === null || !isRight) throw refuse()
  return installation.onGlobalTables(async (tx) => {
    await clearTries(tx, signInTry)
    return startSession(tx, installation, { userId: user.id, by: 'password', arrival: input })
  })
}

function isPlausible(value: unknown, lengthAtMost: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= lengthAtMost
}

function refuse(): AppError {
  return new AppError('unauthenticated', 'The e-mail address or the password is wrong.')
}
