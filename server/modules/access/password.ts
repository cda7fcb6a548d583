import { hash, verify } from '@node-rs/argon2'
import { AppError, refuseField } from '../../platform/errors.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { isCommonPassword } from './common-passwords.ts'
import { createTurns } from '../../platform/turns.ts'

/** argon2id with 19 MiB, two passes, one lane (OWASP's first choice; reliability.md 3.15). */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Verified against when there is no account or no password, so that both take as long as a wrong one. Of a random text. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AWJZ3HjrkBgI5vPneT42sQ$R541JZpf3+QRhc1hptejg47IajKMxZcQTrZOGlfx8DE'

const lengthAtLeast = 8
export const passwordLengthAtMost = 128

/** At most two hashes at a time, so that guessing never takes more than two cores; who would wait behind 64 is sent away. */
const turns = memoryKey('access.password-turns', () => createTurns({ running: 2, waiting: 64 }))

/** True when the password is the one behind the hash; always false, as slowly, without a hash. */
export async function isPassword(memory: Memory, passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await inTurn(memory, () => verify(passwordHash ?? nobodysHash, password))
  return passwordHash !== null && isRight
}

export function hashPassword(memory: Memory, password: string): Promise<string> {
  return inTurn(memory, () => hash(password, argon2id))
}

/** Refuses a new password that is too short, too long or among the most common ones. */
export function checkNewPassword(password: string, email: string): void {
  if (password.length < lengthAtLeast || password.length > passwordLengthAtMost) {
    const message = `A password has ${lengthAtLeast} to ${passwordLengthAtMost} characters; 15 and more are advised.`
    throw refuseField('/newPassword', 'length', message)
  }
  const isGuessable = isCommonPassword(password) || password.toLowerCase() === email || new Set(password).size < 3
  if (isGuessable) throw refuseField('/newPassword', 'common', 'This password is among the first that are tried.')
}

async function inTurn<T>(memory: Memory, work: () => Promise<T>): Promise<T> {
  const turn = memory.of(turns).take(work)
  if (turn === null) throw new AppError('overloaded', 'Too many sign-ins at once.', { retryAfterSeconds: 1 })
  return turn
}
