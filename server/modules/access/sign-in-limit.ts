import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { secretHash } from '../../platform/random-secret.ts'
import type { Tx } from '../../platform/context.ts'
import { addressGroup } from './address-group.ts'
import { forgetTries, giveBackTry, takeTry, triesReturnAt } from './sign-in-failure-store.ts'

const windowMs = 15 * 60 * 1000
const limits = { account: 10, address: 100 } as const

/** Who tries: the account that is named, whether or not it exists, and where the call comes from. */
export interface SignInTry {
  readonly email: string
  readonly address: string
  /** What is tried where it is no sign-in; it is counted apart, so that neither uses up the other. */
  readonly purpose?: 'access'
}

const refusals = {
  signIn: 'Too many tries to sign in. Wait, or use a sign-in link.',
  access: 'Too many requests for access. Wait before you ask again.',
} as const

/**
 * Takes a try of the address and of the account. Throws `rate_limited` when either has none left:
 * 10 verified tries of an account, 100 of an address in 15 minutes (reliability.md X4).
 */
export async function spendTry(installation: Installation, signInTry: SignInTry): Promise<void> {
  const nowMs = installation.now()
  const returnsAt = await installation.onGlobalTables(async (tx) => {
    for (const [subject, limit] of subjectsOf(signInTry)) {
      const isTaken = await takeTry(tx, subject, { limit, windowMs, nowMs })
      if (!isTaken) return (await triesReturnAt(tx, subject)) ?? nowMs + windowMs
    }
    return null
  })
  if (returnsAt === null) return
  const retryAfterSeconds = Math.max(1, Math.ceil((returnsAt - nowMs) / 1000))
  throw new AppError('rate_limited', refusals[signInTry.purpose ?? 'signIn'], { retryAfterSeconds })
}

/** After a right password: the account's count starts anew, the address gets its try back. */
export async function clearTries(tx: Tx, signInTry: SignInTry): Promise<void> {
  const [[address], [account]] = subjectsOf(signInTry)
  await giveBackTry(tx, address)
  await forgetTries(tx, account)
}

/** Always the address first: two calls that lock both rows take them in the same order. */
function subjectsOf({ email, address, purpose }: SignInTry): [[string, number], [string, number]] {
  const counted = purpose === undefined ? '' : `${purpose} `
  return [
    [`${counted}address:${addressGroup(address)}`, limits.address],
    [`${counted}account:${secretHash(email).toString('base64url')}`, limits.account],
  ]
}
